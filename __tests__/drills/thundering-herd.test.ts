import { missed } from '../../drills/figure';
import { herdOf } from '../../drills/thundering-herd';
import { FakeMedia, type Platform } from './fake-media';

const VIEWERS = 1000;

const figures = (platform: Partial<Platform> = {}) => herdOf(VIEWERS).run(new FakeMedia(platform).context());

describe('the drill of a herd', () => {
  it('tells what a thousand misses at once cost the bucket, the full origin and the queue', async () => {
    const all = await figures();
    const value = (name: string) => all.find((one) => one.name.endsWith(name))?.value;

    expect(missed(all)).toEqual([]);
    expect(all.find(({ name }) => name === 'europe: viewers failed')).toMatchObject({
      value: 0,
      of: VIEWERS,
    });
    expect([value('misses at the edge'), value('misses that the full origin answered')]).toEqual([
      VIEWERS,
      VIEWERS,
    ]);
    expect([value('messages'), value('requests of fill workers to the full origin')]).toEqual([10, 1]);
  });

  it('does not hold where the bucket was filled before everybody had missed: that would be no herd', async () => {
    const media = new FakeMedia({ fillSeconds: 0 });
    const context = media.context();
    const world = { ...context.world, holdQueues: async () => undefined };

    expect(missed(await herdOf(VIEWERS).run({ ...context, world }))).toContainEqual(
      expect.stringMatching(
        /^europe: misses that the full origin answered: expected at least 1000, got \d+$/,
      ),
    );
  });

  it('does not hold where viewers lose out', async () => {
    expect(missed(await figures({ fullOriginStatus: 503 }))).toContain(
      'europe: viewers failed: expected at most 0, got 1000',
    );
  });

  it('does not hold where every miss makes a message', async () => {
    expect(missed(await figures({ messagesPerKey: 1000 }))).toEqual([
      'europe: messages: expected at least 1 and at most 10, got 1000',
    ]);
  });

  it('does not hold where nobody hears of the herd', async () => {
    expect(missed(await figures({ messagesPerKey: 0 }))).toEqual([
      'europe: messages: expected at least 1 and at most 10, got 0',
      'europe: versions stored: expected at least 1 and at most 1, got 0',
      'europe: bytes of the copy that differ: expected at most 0, got never',
      'requests of fill workers to the full origin: expected at least 1 and at most 10, got 0',
    ]);
  });

  it('does not hold where the full origin is asked again and again for copies', async () => {
    expect(missed(await figures({ sourceRequests: 11 }))).toEqual([
      'requests of fill workers to the full origin: expected at least 1 and at most 10, got 11',
    ]);
  });

  it('does not hold where the object is stored twice', async () => {
    expect(missed(await figures({ versionsPerFill: 2 }))).toEqual([
      'europe: versions stored: expected at least 1 and at most 1, got 2',
    ]);
  });

  it('does not hold where the copy has other bytes', async () => {
    expect(missed(await figures({ copyOf: (body) => body.subarray(0, -1) }))).toEqual([
      'europe: bytes of the copy that differ: expected at most 0, got 1',
    ]);
  });

  it('does not hold where a fill never ends', async () => {
    expect(missed(await figures({ fillSeconds: 10_000 }))).toContain(
      'europe: versions stored: expected at least 1 and at most 1, got 0',
    );
  });

  it('asks as a single viewer, too, whatever the near buckets', async () => {
    const all = await herdOf(1).run(new FakeMedia({}).context());

    expect(all.filter(({ name }) => name.endsWith('viewers failed')).map(({ of }) => of)).toEqual([1]);
  });
});
