import { missed } from '../../drills/figure';
import { s3Brownout } from '../../drills/s3-brownout';
import { FakeMedia, type Platform } from './fake-media';

const figures = (platform: Partial<Platform> = {}) => s3Brownout.run(new FakeMedia(platform).context());

describe('the drill of a brown-out of S3', () => {
  it('tells what viewers lost, and when they were back', async () => {
    const all = await figures();
    const figure = (name: string) => all.find((one) => one.name === `europe: ${name}`);

    expect(missed(all)).toEqual([]);
    expect(figure('cached objects: failed')).toMatchObject({ value: 0, of: 20 });
    expect(figure('viewers of other buckets: failed')).toMatchObject({ value: 0, of: 20 });
    expect(figure('uncached objects: failed')).toMatchObject({ value: 25, of: 30 });
    expect(figure('time to return')?.value).toBe(10);
  });

  it('does not hold where a refusal is taken for a miss', async () => {
    expect(missed(await figures({ failoverStatuses: [404, 503] }))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^europe: requests that moved on to the full origin: expected at most 0, got \d+$/,
        ),
        expect.stringMatching(/^europe: messages meanwhile: expected at most 0, got \d+$/),
      ]),
    );
  });

  it('does not hold where copies are made meanwhile', async () => {
    expect(missed(await figures({ failoverStatuses: [404, 503], fillSeconds: 0 }))).toContain(
      'europe: copies meanwhile: expected at most 0, got 10',
    );
  });

  it('does not hold where errors are kept for longer than ten seconds', async () => {
    expect(missed(await figures({ errorSeconds: 20 }))).toEqual([
      'europe: time to return: expected at most 11 s, got 20 s',
    ]);
  });

  it('does not hold where viewers do not come back, and ends all the same', async () => {
    expect(missed(await figures({ errorSeconds: 10_000 }))).toEqual([
      'europe: time to return: expected at most 11 s, got never',
    ]);
  });

  it('does not hold where copies are not what they were', async () => {
    expect(missed(await figures({ copyOf: (body) => body.subarray(1) }))).toEqual([
      'europe: objects that differ afterwards: expected at most 0, got 10',
    ]);
  });
});
