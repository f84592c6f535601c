import { withChangedAlarm } from '../../terraform/changed-alarm';

const stack = (resource: object) => JSON.stringify({ provider: {}, resource });

describe('a stack with a changed alarm', () => {
  it('has another description of its first alarm, and is otherwise the same', () => {
    const alarms = { first: { alarm_description: 'Errors' }, second: { alarm_description: 'Latency' } };
    const changed = withChangedAlarm(
      stack({ aws_cloudwatch_metric_alarm: alarms, aws_sqs_queue: { misses: {} } }),
    );

    expect(JSON.parse(changed ?? '')).toEqual({
      provider: {},
      resource: {
        aws_cloudwatch_metric_alarm: {
          ...alarms,
          first: { alarm_description: 'Errors (changed by a drill)' },
        },
        aws_sqs_queue: { misses: {} },
      },
    });
  });

  it('is none where there is no alarm', () => {
    expect(withChangedAlarm(stack({ aws_sqs_queue: { misses: {} } }))).toBeUndefined();
    expect(withChangedAlarm('{}')).toBeUndefined();
  });
});
