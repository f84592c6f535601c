import { redriveQueue } from '../../cli/redrive-queue';
import { FakeSqs } from '../support/fake-sqs';

const fromUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/misses-dead';
const toUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/misses';
const messages = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`);

describe('redriving a queue', () => {
  const sqs = new FakeSqs();
  beforeAll(() => sqs.start());
  afterAll(() => sqs.stop());
  beforeEach(() => sqs.reset());

  const redrive = (maximum = 1000, signal = new AbortController().signal) => {
    const moved: string[] = [];
    const onMoved = (body: string) => void moved.push(body);
    return { moved, done: redriveQueue(sqs.client, { fromUrl, toUrl, maximum, signal, onMoved }) };
  };

  it('moves every message, and says which', async () => {
    sqs.waiting('misses-dead').push(...messages(23));
    const { moved, done } = redrive();

    expect(await done).toBe(23);
    expect(moved).toEqual(messages(23));
    expect(sqs.waiting('misses')).toEqual(messages(23));
    expect(sqs.calls).toEqual(messages(23).map((body) => `DeleteMessage ${body}`));
  });

  it('moves nothing where there is nothing', async () => {
    expect(await redrive().done).toBe(0);
  });

  it('moves no more than it may', async () => {
    sqs.waiting('misses-dead').push(...messages(23));

    expect(await redrive(12).done).toBe(12);
    expect(sqs.waiting('misses-dead')).toHaveLength(11);
  });

  it('stops between two batches', async () => {
    sqs.waiting('misses-dead').push(...messages(23));
    const stop = new AbortController();
    const onMoved = () => stop.abort();

    expect(
      await redriveQueue(sqs.client, { fromUrl, toUrl, maximum: 1000, signal: stop.signal, onMoved }),
    ).toBe(10);
  });

  it('keeps a message that the other queue refuses', async () => {
    sqs.waiting('misses-dead').push(...messages(3));
    sqs.refused.add('message 1');
    const { moved, done } = redrive();

    await expect(done).rejects.toThrow(`${toUrl} refused a message: InvalidMessageContents`);
    expect(moved).toEqual(['message 0', 'message 2']);
    expect(sqs.calls).toEqual(['DeleteMessage message 0', 'DeleteMessage message 2']);
  });

  it('deletes nothing that it could not send', async () => {
    sqs.waiting('misses-dead').push(...messages(3));
    sqs.failing.add('SendMessageBatch');

    await expect(redrive().done).rejects.toThrow('not allowed');
    expect(sqs.calls).toEqual([]);
  });
});
