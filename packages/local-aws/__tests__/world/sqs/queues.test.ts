import { setTimeout as sleep } from 'node:timers/promises';
import type { AskAws, AwsCall } from '../../../world/aws-api';
import { type BatchEnd, deployedMappings, Queues } from '../../../world/sqs/queues';

const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:misses';

/** One queue that shows each message once. */
function aws(bodies: string[], mapping: object = {}) {
  const deleted: string[] = [];
  const waiting = bodies.map((Body) => ({ MessageId: `id-${Body}`, ReceiptHandle: `handle-${Body}`, Body }));
  const ask: AskAws = async (call: AwsCall) => {
    const answer = (body: unknown) => ({ status: 200, headers: new Headers(), body: JSON.stringify(body) });
    if (call.service === 'lambda') {
      const common = { UUID: 'm', EventSourceArn: QUEUE, FunctionArn: 'arn:f', State: 'Enabled' };
      return answer({ EventSourceMappings: [{ ...common, ...mapping }] });
    }
    const sent = JSON.parse(call.body ?? '{}');
    if (call.headers?.['x-amz-target'] === 'AmazonSQS.ReceiveMessage') {
      return answer({ Messages: waiting.splice(0, sent.MaxNumberOfMessages) });
    }
    deleted.push(...sent.Entries.map(({ ReceiptHandle }: { ReceiptHandle: string }) => ReceiptHandle));
    return answer({});
  };
  return { ask, deleted };
}

async function run(bodies: string[], mapping: object, invoke: (event: never) => Promise<unknown>) {
  const { ask, deleted } = aws(bodies, mapping);
  const ends: BatchEnd[] = [];
  await new Promise<void>((resolve, reject) => {
    const queues = new Queues({
      ask,
      lambda: { invoke: (_arn, event) => invoke(event as never) },
      idleMilliseconds: 1,
      onBatch: (end) => {
        ends.push(end);
        if (ends.flatMap(({ messages }) => messages).length < bodies.length) return;
        queues.close();
        resolve();
      },
    });
    deployedMappings(ask, 'eu-central-1').then((mappings) => queues.follow(mappings), reject);
  });
  return { deleted, ends };
}

const REPORTS = { BatchSize: 2, FunctionResponseTypes: ['ReportBatchItemFailures'] };

test('messages come in batches of the mapping, and only those that succeeded are deleted', async () => {
  const sizes: number[] = [];
  const { deleted, ends } = await run(
    ['a', 'b', 'c'],
    REPORTS,
    async ({ Records }: { Records: { messageId: string }[] }) => {
      sizes.push(Records.length);
      return { batchItemFailures: [{ itemIdentifier: 'id-b' }].filter(() => Records.length === 2) };
    },
  );
  expect(sizes).toEqual([2, 1]);
  expect(deleted.sort()).toEqual(['handle-a', 'handle-c']);
  expect(ends.flatMap(({ messages }) => messages).filter(({ done }) => !done)).toEqual([
    { body: 'b', done: false },
  ]);
});

test('nothing is deleted where the function throws, or names a message that is not in the batch', async () => {
  const thrown = await run(['a'], REPORTS, async () => {
    throw new Error('boom');
  });
  expect(thrown).toMatchObject({ deleted: [], ends: [{ error: 'boom' }] });
  const unknown = { batchItemFailures: [{ itemIdentifier: '?' }] };
  const { deleted, ends } = await run(['a'], REPORTS, async () => unknown);
  expect(deleted).toEqual([]);
  expect(ends[0]?.error).toMatch(/does not have/);
});

test('without partial answers, a batch that ends is deleted whatever it returned', async () => {
  const { deleted } = await run(['a'], { BatchSize: 1 }, async () => ({
    batchItemFailures: [{ itemIdentifier: 'id-a' }],
  }));
  expect(deleted).toEqual(['handle-a']);
});

test('no more batches run at once than the mapping allows', async () => {
  let running = 0;
  let most = 0;
  const mapping = { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } };
  await run(['a', 'b', 'c', 'd', 'e'], mapping, async () => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, 20));
    running--;
  });
  expect(most).toBe(2);
});

test('messages wait while queues are held', async () => {
  const { ask } = aws(['a'], REPORTS);
  const handled: unknown[] = [];
  const queues = new Queues({
    ask,
    lambda: { invoke: async (_arn, event) => void handled.push(event) },
    idleMilliseconds: 1,
  });
  queues.isHeld = true;
  queues.follow(await deployedMappings(ask, 'eu-central-1'));
  await sleep(50);
  expect(handled).toEqual([]);
  queues.isHeld = false;
  while (handled.length === 0) await sleep(1);
  queues.close();
});
