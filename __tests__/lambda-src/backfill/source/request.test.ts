import { once } from 'node:events';
import { ask } from '../../../../lambda-src/backfill/source/request';
import { bytes, content, FillWorld } from '../../../support/fill-world';

const LENGTH = 1_000_000;
const IDLE_MILLISECONDS = 60;

describe('a source that falls silent', () => {
  const world = new FillWorld();
  beforeAll(() => world.start());
  afterAll(() => world.stop());
  beforeEach(() => {
    world.reset();
    world.job = {
      ...world.job,
      partBytes: 200_000,
      source: { ...world.job.source, idleTimeoutMilliseconds: IDLE_MILLISECONDS },
    };
  });

  /** A source's answer in a test that alone lets the time pass that silence is measured in. */
  async function answered() {
    const others = ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'nextTick'] as const;
    jest.useFakeTimers({ doNotFake: [...others, 'queueMicrotask', 'hrtime', 'performance'] });
    const { source } = world.job;
    return ask(source, new URL(`${source.url}/${FillWorld.key}`), {}, new AbortController().signal);
  }
  afterEach(() => jest.useRealTimers());

  it('is not the bucket that takes its time', async () => {
    world.answer = bytes(LENGTH);
    const answer = await answered();
    // Bytes lie here, and nobody takes them.
    await once(answer, 'readable');
    jest.advanceTimersByTime(10 * IDLE_MILLISECONDS);

    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(content(LENGTH))).toBe(true);
  });

  it('is noticed by whoever waits for more of it', async () => {
    world.answer = (response) =>
      response.writeHead(200, { 'content-length': LENGTH }).write(content(500_000));
    const answer = await answered();
    let received = 0;
    await new Promise<void>((resolve) => {
      answer.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received === 500_000) resolve();
      });
    });
    const broken = once(answer, 'error');
    jest.advanceTimersByTime(2 * IDLE_MILLISECONDS);

    expect(await broken).toEqual([expect.objectContaining({ message: 'no data in time' })]);
  });

  it('is noticed while the bucket takes its time, too', async () => {
    world.s3.partMilliseconds = 150;
    world.answer = (response) =>
      response.writeHead(200, { 'content-length': LENGTH }).write(content(500_000));

    await expect(world.run()).rejects.toThrow(/no data in time|aborted/);
    expect(world.s3.uploads.size).toBe(0);
  });
});
