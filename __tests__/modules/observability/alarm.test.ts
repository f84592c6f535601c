import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Alarm, type AlarmProps } from '../../../modules/observability/alarm';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<AlarmProps> = {}) =>
  Synthesized.module((scope) => {
    new Alarm(scope, 'dead-letters', {
      name: 'dead-letters',
      description: 'A fill failed.',
      metric: {
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: 'q' },
        statistic: 'Maximum',
      },
      raisedWhen: 'at-least',
      threshold: 1,
      ...props,
    });
  }).only(CloudwatchMetricAlarm);

describe('Alarm', () => {
  it('tells its topic when it is raised and when it is over, and takes silence for calm', () => {
    expect(synthesize()).toMatchObject({
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      alarm_actions: ['arn:topic'],
      ok_actions: ['arn:topic'],
      treat_missing_data: 'notBreaching',
    });
  });

  it('is raised by silence where what is watched speaks while it is well', () => {
    expect(synthesize({ silence: 'alarming' }).treat_missing_data).toBe('breaching');
  });

  it('looks at one period of five minutes unless told otherwise', () => {
    expect(synthesize()).toMatchObject({ period: 300, evaluation_periods: 1 });
    expect(synthesize({ periodSeconds: 60, evaluationPeriods: 3 })).toMatchObject({
      period: 60,
      evaluation_periods: 3,
    });
  });
});
