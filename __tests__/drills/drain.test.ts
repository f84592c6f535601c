import { drain } from '../../drills/drain';
import { missed } from '../../drills/figure';
import { FakeRegions, type Platform } from './fake-regions';

async function drained(platform: Partial<Platform> = {}) {
  const regions = new FakeRegions(platform);
  const figures = await drain.run(regions.context('asia'));
  return { figures, misses: missed(figures), lines: regions.fake.lines };
}

describe('the drill of a drained region', () => {
  it('holds where its viewers move with the next request and back, and nobody else notices', async () => {
    const { figures, misses, lines } = await drained();

    expect(misses).toEqual([]);
    expect(figures.find(({ name }) => name === 'asia drained: time to move')?.value).toBe(0);
    expect(figures.find(({ name }) => name === 'asia drained: requests failed')?.of).toBeGreaterThan(200);
    expect(lines).toContainEqual(expect.stringMatching(/ s {2}europe answers its viewers$/));
  });

  it('is about each region in turn', async () => {
    const figures = await drain.run(new FakeRegions().context());

    expect(figures.filter(({ name }) => name.endsWith('time to move'))).toHaveLength(3);
  });

  it('does not hold where draining does nothing, and ends all the same', async () => {
    const { misses } = await drained({ isDrainable: false });

    expect(misses).toEqual([
      expect.stringMatching(/^asia drained: requests that did not move: expected at most 0, got \d+$/),
    ]);
  });

  it('does not hold where viewers move to a region that is drained too', async () => {
    const { misses } = await drained({ leavesForDrained: true });

    expect(misses).toEqual([
      expect.stringMatching(/^asia drained with europe: requests that moved: expected at most 0, got \d+$/),
    ]);
  });

  it('does not hold where requests of others fail', async () => {
    const { misses } = await drained({ failsWithDrained: ['america'] });

    expect(misses).toEqual([
      expect.stringMatching(/^asia drained: requests failed: expected at most 0, got \d+$/),
    ]);
  });

  it('does not hold where others move', async () => {
    const { misses } = await drained({ movesWithDrained: ['america'] });

    expect(misses).toEqual([
      expect.stringMatching(/^asia drained: requests of others that moved: expected at most 0, got \d+$/),
    ]);
  });

  it('does not hold where its viewers come back late', async () => {
    const { misses } = await drained({ undrainSeconds: 5 });

    expect(misses).toEqual([
      expect.stringMatching(/^asia drained: requests that did not return: expected at most 0, got \d+$/),
    ]);
  });
});
