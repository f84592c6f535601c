import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE } from '../../../lambda-src/backfill/environment';
import { createMetrics } from '../../../lambda-src/shared/metrics';
import { printedLines } from '../../support/printed-lines';

describe('createMetrics', () => {
  const environment = process.env;
  let printed: () => string[];
  beforeEach(() => {
    process.env = { ...environment };
    delete process.env.POWERTOOLS_DEV;
    printed = printedLines();
  });
  afterEach(() => {
    process.env = environment;
    jest.restoreAllMocks();
  });

  it('writes one log line that CloudWatch turns into metrics of the service', () => {
    const metrics = createMetrics(METRIC_NAMESPACE, 'demo-fill-europe');
    metrics.addMetric('stored', MetricUnit.Count, 1);
    metrics.addMetric('stored', MetricUnit.Count, 1);
    metrics.addMetric('retried', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();

    expect(printed()).toHaveLength(1);
    expect(JSON.parse(printed()[0] ?? '')).toMatchObject({
      service: 'demo-fill-europe',
      stored: [1, 1],
      retried: 1,
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'Meridian/Backfill',
            Dimensions: [['service']],
            Metrics: [
              { Name: 'stored', Unit: 'Count' },
              { Name: 'retried', Unit: 'Count' },
            ],
          },
        ],
      },
    });
  });

  it('starts again after it has published', () => {
    const metrics = createMetrics(METRIC_NAMESPACE, 'demo-fill-europe');
    metrics.addMetric('stored', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
    metrics.addMetric('retried', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();

    expect(JSON.parse(printed()[1] ?? '')).not.toHaveProperty('stored');
  });
});
