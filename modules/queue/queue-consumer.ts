import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { Construct } from 'constructs';
import type { NodeFunction } from '../functions/node-function';
import { surroundings } from '../surroundings';
import type { WorkQueue } from './work-queue';

export interface QueueConsumerProps {
  readonly queue: WorkQueue;
  /** Answers with the messages that failed; its role has the queue's `consumerStatements`. */
  readonly consumer: NodeFunction;
  /** Batches in work at once (2 to 1000). */
  readonly maximumConcurrency: number;
  /** Messages per invocation. */
  readonly batchSize: number;
}

/** Feeds a queue to a function: only failed messages come back, and no burst of messages starts more than it may. */
export class QueueConsumer extends Construct {
  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    const { queue, consumer, maximumConcurrency, batchSize } = props;
    const { provider } = surroundings(this);
    // A batch that Lambda cannot start counts as an attempt of each of its messages.
    const { reservedConcurrency } = consumer;
    if (reservedConcurrency !== undefined && reservedConcurrency < maximumConcurrency) {
      throw new Error(
        `${this.node.path}: expected a reserved concurrency of at least ${maximumConcurrency}, got ${reservedConcurrency}`,
      );
    }
    if (queue.visibilityTimeoutSeconds < 6 * consumer.timeoutSeconds) {
      throw new Error(
        `${this.node.path}: expected a visibility timeout of at least ${6 * consumer.timeoutSeconds} seconds, got ${queue.visibilityTimeoutSeconds}`,
      );
    }
    new LambdaEventSourceMapping(this, 'mapping', {
      eventSourceArn: queue.arn,
      functionName: consumer.arn,
      batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency },
      provider,
    });
  }
}
