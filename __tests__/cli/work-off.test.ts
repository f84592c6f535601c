import { setTimeout as sleep } from 'node:timers/promises';
import { type WorkOffOptions, workOff } from '../../cli/work-off';
import { FakeSqs } from '../support/fake-sqs';

describe('working off a queue', () => {
  const sqs = new FakeSqs();
  let lines: string[];
  beforeAll(() => sqs.start());
  afterAll(() => sqs.stop());
  beforeEach(() => {
    sqs.reset();
    lines = [];
  });

  const run = (work: WorkOffOptions['work'], options: Partial<WorkOffOptions> = {}) =>
    workOff({
      sqs: sqs.client,
      queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/large',
      concurrency: 1,
      isUntilEmpty: true,
      work,
      timeLimitMilliseconds: 10_000,
      stop: new AbortController().signal,
      graceMilliseconds: 50,
      report: (line) => lines.push(line),
      waitSeconds: 0,
      ...options,
    });

  it('does what each message asks for, says so, and deletes it', async () => {
    sqs.waiting('large').push('a', 'b');
    const ids: string[] = [];

    await run(async ({ id }) => {
      ids.push(id);
      return 'stored';
    });

    expect(ids).toEqual(['id of a', 'id of b']);
    expect(lines).toEqual(['a: stored', 'b: stored']);
    expect(sqs.calls).toEqual(['DeleteMessage a', 'DeleteMessage b']);
  });

  it('works on as many messages at once as it may', async () => {
    sqs.waiting('large').push('a', 'b', 'c', 'd');
    let [working, most] = [0, 0];

    await run(
      async () => {
        most = Math.max(most, ++working);
        await sleep(20);
        working--;
        return 'stored';
      },
      { concurrency: 2 },
    );

    expect(most).toBe(2);
    expect(lines).toHaveLength(4);
  });

  it('lets a message that failed wait before the next attempt', async () => {
    sqs.waiting('large').push('a');

    await run(() => Promise.reject(new Error('source: socket hang up')));

    expect(sqs.calls).toEqual(['ChangeMessageVisibility a 120']);
    expect(lines).toEqual(['a: will be tried again: source: socket hang up']);
  });

  it('hides a message for as long as it is in work', async () => {
    sqs.waiting('large').push('a');

    await run(() => sleep(250, 'stored'), { hiddenSeconds: 0.3 });

    expect(sqs.calls.filter((call) => call === 'ChangeMessageVisibility a 0.3').length).toBeGreaterThan(0);
    expect(sqs.calls.at(-1)).toBe('DeleteMessage a');
  });

  it('goes on when a message cannot be hidden', async () => {
    sqs.waiting('large').push('a', 'b');
    sqs.failing.add('ChangeMessageVisibility');

    await run(({ body }) => (body === 'a' ? Promise.reject('cut') : Promise.resolve('stored')));

    expect(lines).toEqual([
      expect.stringContaining('a: not hidden any longer: '),
      'a: will be tried again: cut',
      'b: stored',
    ]);
  });

  it('gives up a message that takes too long', async () => {
    sqs.waiting('large').push('a');
    const untilAborted = (_: unknown, signal: AbortSignal) =>
      new Promise<string>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );

    await run(untilAborted, { timeLimitMilliseconds: 30 });

    expect(sqs.calls).toEqual(['ChangeMessageVisibility a 120']);
  });

  it('finishes what is in work when it is stopped, and takes no more', async () => {
    sqs.waiting('large').push('a', 'b');
    const stop = new AbortController();

    await run(
      async () => {
        stop.abort();
        await sleep(10);
        return 'stored';
      },
      { stop: stop.signal, isUntilEmpty: false, graceMilliseconds: 5000 },
    );

    expect(lines).toEqual(['a: stored']);
    expect(sqs.waiting('large')).toEqual(['b']);
  });

  it('puts back at once what it cannot finish in time', async () => {
    sqs.waiting('large').push('a');
    const stop = new AbortController();

    await run(
      (_, signal) => {
        stop.abort();
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
        );
      },
      { stop: stop.signal, isUntilEmpty: false },
    );

    expect(sqs.calls).toEqual(['ChangeMessageVisibility a 0']);
    expect(lines).toEqual(['a: will be tried again: the worker was stopped']);
  });

  it('stops while it waits for messages', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);

    await run(async () => 'stored', { stop: stop.signal, isUntilEmpty: false });

    expect(lines).toEqual([]);
  });

  it('says when there is no such queue', async () => {
    sqs.failing.add('ReceiveMessage');

    await expect(run(async () => 'stored')).rejects.toThrow('not allowed');
  });
});
