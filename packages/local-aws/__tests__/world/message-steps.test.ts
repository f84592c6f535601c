import { Traces } from '../../edge/traces';
import { messageSteps } from '../../world/message-steps';

const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:misses';
const WORKER = 'arn:aws:lambda:eu-central-1:123456789012:function:fill';

function world() {
  const traces = new Traces({ now: () => 0, sleep: async () => undefined });
  const opened = (uri: string, failedOver: boolean) => {
    const trace = traces.open();
    trace.note('viewer', { uri });
    if (failedOver) trace.note('failover', { because: 404 });
    return trace;
  };
  const note = messageSteps(traces);
  const message = (key: string) => note({ event: 'message', at: 0, queueArn: QUEUE, key });
  const batch = (key: string, done: boolean) => {
    const messages = [{ body: '', key, done }];
    note({ event: 'batch', at: 0, queueArn: QUEUE, functionArn: WORKER, messages, milliseconds: 5 });
  };
  return { opened, message, batch };
}

const steps = (trace: { steps: readonly { step: string }[] }) => trace.steps.map(({ step }) => step);

test('the story of a request that missed goes on to the message and its batch', () => {
  const { opened, message, batch } = world();
  const missed = opened('/images/a%20b.png', true);
  message('images/a b.png');
  batch('images/a b.png', true);

  expect(missed.steps.slice(2)).toEqual([
    { at: 0, step: 'message', detail: { queueArn: QUEUE, key: 'images/a b.png' } },
    {
      at: 0,
      step: 'batch',
      detail: { functionArn: WORKER, key: 'images/a b.png', done: true, milliseconds: 5 },
    },
  ]);
});

test('requests that a bucket or the cache answered have no such story, nor have those for other objects', () => {
  const { opened, message } = world();
  const others = [opened('/images/a.png', false), opened('/images/b.png', true), opened('/images/%', true)];
  message('images/a.png');

  expect(others.flatMap(steps)).not.toContain('message');
});

test('a batch that failed is told, and the next one as well; after one that succeeded the story is over', () => {
  const { opened, batch } = world();
  const missed = opened('/images/a.png', true);
  batch('images/a.png', false);
  batch('images/a.png', true);
  batch('images/a.png', true);

  expect(steps(missed)).toEqual(['viewer', 'failover', 'batch', 'batch']);
});
