import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { ViewerErrorsAlarm } from '../../../modules/edge/viewer-errors-alarm';
import { Synthesized } from '../../support/synthesize';

describe('ViewerErrorsAlarm', () => {
  it('bears one error in a hundred answers, and more for five minutes', () => {
    const alarm = Synthesized.module((scope) => {
      new ViewerErrorsAlarm(scope, 'errors', {
        name: 'demo-site-5xx',
        description: 'Viewers get errors.',
        distributionId: 'E1',
      });
    }).only(CloudwatchMetricAlarm);

    expect(alarm).toMatchObject({
      metric_name: '5xxErrorRate',
      // CloudFront's metrics are nowhere but there.
      dimensions: { DistributionId: 'E1', Region: 'Global' },
      comparison_operator: 'GreaterThanThreshold',
      threshold: 1,
      period: 300,
      evaluation_periods: 2,
    });
  });
});
