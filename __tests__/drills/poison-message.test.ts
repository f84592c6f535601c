import { missed } from '../../drills/figure';
import { poisonMessage } from '../../drills/poison-message';
import { FakeMedia, type Platform } from './fake-media';

const figures = (platform: Partial<Platform> = {}) => poisonMessage.run(new FakeMedia(platform).context());

/** A worker that takes any message for a key. */
const trusting = (body: string) => /[^"]+\.png/.exec(body)?.[0];

describe('the drill of a poison message', () => {
  it('tells when the honest misses were filled, and when the message that always fails was given up', async () => {
    const all = await figures();
    const value = (name: string) => all.find((one) => one.name === `europe: ${name}`)?.value;

    expect(missed(all)).toEqual([]);
    expect(value('time to fill the misses')).toBe(1);
    expect([value('attempts that always fail'), value('time to give up')]).toEqual([
      5,
      expect.closeTo(2430, -2),
    ]);
  });

  it('leaves nothing in the dead-letter queue', async () => {
    const media = new FakeMedia();
    await poisonMessage.run(media.context());

    expect(media.left).toEqual([]);
  });

  it('does not hold where a forged message leads to a request and a copy', async () => {
    expect(missed(await figures({ keyOf: trusting }))).toEqual([
      'europe: requests that they led to: expected at most 0, got 3',
      'europe: objects stored under their keys: expected at most 0, got 3',
    ]);
  });

  it('does not hold where poison takes down the batches that it is in', async () => {
    expect(missed(await figures({ batchesFailAsOne: true }))).toEqual([
      'europe: time to fill the misses: expected at most 300 s, got never',
      'europe: misses that took another attempt: expected at most 0, got 5',
      'europe: forged messages not dropped at once: expected at most 0, got 4',
    ]);
  });

  it('does not hold where the misses have to wait', async () => {
    expect(missed(await figures({ fillSeconds: 320 }))).toContain(
      'europe: time to fill the misses: expected at most 300 s, got 320 s',
    );
  });

  it('does not hold where a message that fails is never given up, and ends all the same', async () => {
    expect(missed(await figures({ attempts: 1000, retrySeconds: () => 600 }))).toContain(
      'europe: time to give up: expected at least 2430 s and at most 2730 s, got never',
    );
  });

  it('does not hold where it is given up too early', async () => {
    expect(missed(await figures({ attempts: 1 }))).toEqual([
      'europe: attempts that always fail: expected at least 5 and at most 5, got 1',
      expect.stringMatching(/^europe: time to give up: expected at least 2430 s and at most 2730 s, got \d+/),
    ]);
  });

  it('does not hold where viewers lose out', async () => {
    expect(missed(await figures({ fullOriginStatus: 500 }))).toContain(
      'europe: viewers failed: expected at most 0, got 5',
    );
  });
});
