import { CloudfrontFunction } from '@cdktf/provider-aws/lib/cloudfront-function';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { bundleEdgeFunction } from '../../../build/edge-bundle';
import { EdgeFunction, type EdgeFunctionProps } from '../../../modules/edge/edge-function';
import { Synthesized } from '../../support/synthesize';

const MEDIA = { entry: 'media-router.mts', constants: { ROUTES: { buckets: ['bucket-asia'], masks: [] } } };

const synthesized = (props: Partial<EdgeFunctionProps> = {}) =>
  Synthesized.module((scope) => {
    new EdgeFunction(scope, 'function', { name: 'router', comment: 'Routes', ...MEDIA, ...props });
  });
const synthesize = (props: Partial<EdgeFunctionProps> = {}) => synthesized(props).only(CloudfrontFunction);

describe('EdgeFunction', () => {
  it('is published for runtime 2.0 with the bundled code', () => {
    expect(synthesize()).toMatchObject({
      name: 'router',
      runtime: 'cloudfront-js-2.0',
      publish: true,
      code: bundleEdgeFunction(MEDIA),
    });
  });

  it('reads no store unless told to', () => {
    expect(synthesize()).not.toHaveProperty('key_value_store_associations');
    expect(synthesize({ keyValueStoreArn: 'arn:store' }).key_value_store_associations).toEqual(['arn:store']);
  });

  it('tells when it fails, answers nonsense or is throttled, and before it takes longer than it may', () => {
    const alarms = synthesized().each(CloudwatchMetricAlarm);

    expect(
      alarms.map(({ metric_name, statistic, threshold }) => [metric_name, statistic, threshold]),
    ).toEqual([
      ['FunctionComputeUtilization', 'Average', 80],
      ['FunctionExecutionErrors', 'Sum', 1],
      ['FunctionValidationErrors', 'Sum', 1],
      ['FunctionThrottles', 'Sum', 1],
    ]);
    for (const { namespace, dimensions } of alarms) {
      expect(namespace).toBe('AWS/CloudFront');
      expect(dimensions).toEqual({ FunctionName: 'router', Region: 'Global' });
    }
  });

  it('keeps Terraform from reading templates in the code', () => {
    const constants = { ROUTES: { buckets: ['${path.root}', '%{ if true }'], masks: [] } };

    expect(synthesize({ constants }).code).toContain('["$${path.root}","%%{ if true }"]');
  });
});
