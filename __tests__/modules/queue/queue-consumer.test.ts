import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { NodeFunction } from '../../../modules/functions/node-function';
import { QueueConsumer } from '../../../modules/queue/queue-consumer';
import type { WorkQueue } from '../../../modules/queue/work-queue';
import { Synthesized } from '../../support/synthesize';

const queue = { arn: 'arn:queue', visibilityTimeoutSeconds: 1800 } as WorkQueue;
const consumer = { arn: 'arn:function', reservedConcurrency: 10, timeoutSeconds: 300 } as NodeFunction;

const synthesize = (maximumConcurrency: number, timeoutSeconds = 300) =>
  Synthesized.module((scope) => {
    new QueueConsumer(scope, 'consumer', {
      queue,
      consumer: { ...consumer, timeoutSeconds } as NodeFunction,
      maximumConcurrency,
      batchSize: 5,
    });
  });

describe('QueueConsumer', () => {
  it('bounds the concurrency and takes failed messages one by one', () => {
    expect(synthesize(10).only(LambdaEventSourceMapping)).toMatchObject({
      event_source_arn: 'arn:queue',
      function_name: 'arn:function',
      batch_size: 5,
      scaling_config: { maximum_concurrency: 10 },
      function_response_types: ['ReportBatchItemFailures'],
    });
  });

  it('refuses more batches at once than the function may run', () => {
    expect(() => synthesize(11)).toThrow('consumer: expected a reserved concurrency of at least 11, got 10');
  });

  it('refuses a function that may run longer than a sixth of the visibility timeout', () => {
    expect(() => synthesize(10, 301)).toThrow(
      'consumer: expected a visibility timeout of at least 1806 seconds, got 1800',
    );
  });
});
