import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { SqsQueueRedriveAllowPolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy';
import { WorkQueue, type WorkQueueProps } from '../../../modules/queue/work-queue';
import { type Block, Synthesized } from '../../support/synthesize';

let queue: WorkQueue;
const synthesize = (props: Partial<WorkQueueProps> = {}) =>
  Synthesized.module((scope) => {
    queue = new WorkQueue(scope, 'misses', {
      name: 'demo-misses',
      consumerTimeoutSeconds: 300,
      ...props,
    });
  });

const named = (name: string): Block =>
  synthesize()
    .all(SqsQueue)
    .find((block) => block.name === name) ?? {};

describe('WorkQueue', () => {
  it('hides a message for six times the time the consumer has', () => {
    expect(named('demo-misses').visibility_timeout_seconds).toBe(1800);
  });

  it('gives a message up after five attempts unless told otherwise', () => {
    expect(named('demo-misses').redrive_policy).toContain('"maxReceiveCount" = 5');
    expect(synthesize({ maximumAttempts: 3 }).all(SqsQueue)[1]?.redrive_policy).toContain(
      '"maxReceiveCount" = 3',
    );
  });

  it('keeps given-up messages longer than waiting ones', () => {
    expect(named('demo-misses-dead').message_retention_seconds).toBe(14 * 86_400);
    expect(named('demo-misses').message_retention_seconds).toBe(4 * 86_400);
  });

  it('takes given-up messages from its own queue only', () => {
    const { queue_url, redrive_allow_policy } = synthesize().only(SqsQueueRedriveAllowPolicy);

    expect(queue_url).toContain('dead-letters');
    expect(redrive_allow_policy).toContain('"redrivePermission" = "byQueue"');
  });

  it('encrypts both queues and refuses plain HTTP on both', () => {
    expect(
      synthesize()
        .all(SqsQueue)
        .map(({ kms_master_key_id }) => kms_master_key_id),
    ).toEqual(['arn:key', 'arn:key']);
    expect(synthesize().all(SqsQueuePolicy)).toHaveLength(2);
    for (const { policy } of synthesize().each(SqsQueuePolicy)) {
      expect(policy).toContain('"aws:SecureTransport" = "false"');
    }
  });

  it('raises an alarm for the first given-up message and for work that does not keep up', () => {
    const alarms = synthesize().all(CloudwatchMetricAlarm);

    expect(alarms).toContainEqual(
      expect.objectContaining({
        metric_name: 'ApproximateNumberOfMessagesVisible',
        threshold: 1,
        alarm_actions: ['arn:topic'],
      }),
    );
    expect(alarms).toContainEqual(
      expect.objectContaining({ metric_name: 'ApproximateAgeOfOldestMessage', threshold: 3600 }),
    );
  });

  it('lets producers send and nothing else', () => {
    synthesize();

    expect(queue.producerStatements.flatMap(({ actions }) => actions)).toEqual([
      'sqs:SendMessage',
      'kms:GenerateDataKey',
      'kms:Decrypt',
    ]);
  });
});
