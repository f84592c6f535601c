import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { SqsQueueRedriveAllowPolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument } from '../iam/policy';
import { Alarm } from '../observability/alarm';
import { surroundings } from '../surroundings';

export interface WorkQueueProps {
  /** Whole name, at most 75 characters. */
  readonly name: string;
  /** Time in which the consumer gives up; a message is hidden from others for six times as long. */
  readonly consumerTimeoutSeconds: number;
  /** Attempts before a message goes to the dead-letter queue (3 to 10). @default 5 */
  readonly maximumAttempts?: number;
}

const DAY_SECONDS = 24 * 60 * 60;

/** An encrypted queue of work: no message is lost before it was tried several times, kept two weeks, and an alarm raised. */
export class WorkQueue extends Construct {
  public readonly name: string;
  public readonly url: string;
  public readonly arn: string;
  public readonly deadLetterQueueUrl: string;
  public readonly visibilityTimeoutSeconds: number;
  private readonly encryptionKeyArn: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { name } = props;
    const { encryptionKeyArn, provider } = surroundings(this);
    // AWS's advice for queues that Lambda reads: a batch that is throttled must not come back while it is worked on.
    this.visibilityTimeoutSeconds = 6 * props.consumerTimeoutSeconds;
    const encryption = { kmsMasterKeyId: encryptionKeyArn, kmsDataKeyReusePeriodSeconds: 300 };

    const deadLetters = new SqsQueue(this, 'dead-letters', {
      name: `${name}-dead`,
      messageRetentionSeconds: 14 * DAY_SECONDS,
      ...encryption,
      provider,
    });
    const queue = new SqsQueue(this, 'queue', {
      name,
      messageRetentionSeconds: 4 * DAY_SECONDS,
      visibilityTimeoutSeconds: this.visibilityTimeoutSeconds,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: Fn.jsonencode({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount: props.maximumAttempts ?? 5,
      }),
      ...encryption,
      provider,
    });
    new SqsQueueRedriveAllowPolicy(this, 'redrive-allow-policy', {
      queueUrl: deadLetters.url,
      redriveAllowPolicy: Fn.jsonencode({ redrivePermission: 'byQueue', sourceQueueArns: [queue.arn] }),
      provider,
    });
    new SqsQueuePolicy(this, 'policy', { queueUrl: queue.url, policy: tlsOnly(queue.arn), provider });
    new SqsQueuePolicy(this, 'dead-letters-policy', {
      queueUrl: deadLetters.url,
      policy: tlsOnly(deadLetters.arn),
      provider,
    });

    this.name = name;
    this.url = queue.url;
    this.arn = queue.arn;
    this.deadLetterQueueUrl = deadLetters.url;
    this.encryptionKeyArn = encryptionKeyArn;
    this.watch(queue.name, deadLetters.name);
  }

  private watch(queueName: string, deadLetterQueueName: string): void {
    const metric = { namespace: 'AWS/SQS', statistic: 'Maximum' } as const;
    new Alarm(this, 'dead-letters-alarm', {
      name: `${this.name}-dead-letters`,
      description: `Messages of ${this.name} were given up: find out why, then redrive ${this.name}-dead.`,
      metric: {
        ...metric,
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: deadLetterQueueName },
      },
      raisedWhen: 'at-least',
      threshold: 1,
    });
    new Alarm(this, 'age-alarm', {
      name: `${this.name}-age`,
      description: `The oldest message of ${this.name} has waited for two attempts: the consumer fails or does not keep up.`,
      metric: {
        ...metric,
        name: 'ApproximateAgeOfOldestMessage',
        dimensions: { QueueName: queueName },
      },
      raisedWhen: 'above',
      threshold: 2 * this.visibilityTimeoutSeconds,
    });
  }

  /** What a role needs to send messages. */
  public get producerStatements(): readonly PolicyStatement[] {
    return [
      { actions: ['sqs:SendMessage'], resources: [this.arn] },
      { actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [this.encryptionKeyArn] },
    ];
  }

  /** What a role needs to take messages off the queue. */
  public get consumerStatements(): readonly PolicyStatement[] {
    return [
      {
        actions: [
          'sqs:ReceiveMessage',
          'sqs:DeleteMessage',
          'sqs:ChangeMessageVisibility',
          'sqs:GetQueueAttributes',
        ],
        resources: [this.arn],
      },
      { actions: ['kms:Decrypt'], resources: [this.encryptionKeyArn] },
    ];
  }
}

function tlsOnly(queueArn: string): string {
  return policyDocument([
    {
      sid: 'DenyPlainHttp',
      effect: 'Deny',
      principals: '*',
      actions: ['sqs:*'],
      resources: [queueArn],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
}
