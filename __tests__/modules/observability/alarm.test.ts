import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Alarm } from '../../../modules/observability/alarm';
import { Synthesized } from '../../support/synthesize';

describe('Alarm', () => {
  it('tells its topic when it is raised and when it is over, and takes silence for calm', () => {
    const alarm = Synthesized.module((scope) => {
      new Alarm(scope, 'dead-letters', {
        name: 'dead-letters',
        description: 'A fill failed.',
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: 'q' },
        statistic: 'Maximum',
        raisedWhen: 'at-least',
        threshold: 1,
        periodSeconds: 60,
        topicArn: 'arn:topic',
      });
    });

    expect(alarm.only(CloudwatchMetricAlarm)).toMatchObject({
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      alarm_actions: ['arn:topic'],
      ok_actions: ['arn:topic'],
      treat_missing_data: 'notBreaching',
      evaluation_periods: 1,
    });
  });
});
