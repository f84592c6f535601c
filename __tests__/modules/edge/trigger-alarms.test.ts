import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { TriggerAlarms } from '../../../modules/edge/trigger-alarms';
import { Synthesized } from '../../support/synthesize';

describe('TriggerAlarms', () => {
  const synthesized = Synthesized.module((scope) => {
    new TriggerAlarms(scope, 'alarms', { name: 'demo-miss-signal', distributionId: 'E1' });
  });

  it('tell of what fails, answers nonsense or is throttled at the edge, whichever region it runs in', () => {
    expect(
      synthesized
        .all(CloudwatchMetricAlarm)
        .map(({ metric_name }) => metric_name)
        .sort(),
    ).toEqual(['LambdaExecutionError', 'LambdaLimitExceededErrors', 'LambdaValidationError']);
    for (const alarm of synthesized.each(CloudwatchMetricAlarm)) {
      expect(alarm).toMatchObject({
        namespace: 'AWS/CloudFront',
        dimensions: { DistributionId: 'E1', Region: 'Global' },
        statistic: 'Sum',
        alarm_actions: ['arn:topic'],
      });
    }
  });
});
