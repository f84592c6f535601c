import { missed } from '../../drills/figure';
import { healthFlapping } from '../../drills/health-flapping';
import { FakeRegions, type Platform } from './fake-regions';

async function flapping(platform: Partial<Platform> = {}) {
  const figures = await healthFlapping.run(new FakeRegions(platform).context('asia'));
  const value = (name: string) => figures.find((one) => one.name === `asia, dead for ${name}`)?.value;
  return { value, misses: missed(figures) };
}

describe('the drill of a region that dies again and again', () => {
  it('holds where its viewers move once in the time that a name is kept, and never for a moment', async () => {
    const { value, misses } = await flapping();

    expect(misses).toEqual([]);
    expect([value('8 s at a time: moves'), value('8 s at a time: health transitions')]).toEqual([0, 0]);
    expect(value('40 s at a time: moves')).toBeGreaterThanOrEqual(2);
    expect(value('40 s at a time: health transitions')).toBe(12);
    expect(value('40 s at a time: POST failed')).toBeGreaterThan(60);
  });

  it('does not hold where a name changes as often as its region', async () => {
    const { misses } = await flapping({ ttlSeconds: 1 });

    expect(misses).toEqual([
      'asia, dead for 40 s at a time: most moves within 60 s: expected at most 1, got 2',
    ]);
  });

  it('does not hold where a moment moves viewers', async () => {
    const { misses } = await flapping({ detectionSeconds: 5, ttlSeconds: 10 });

    expect(misses).toContainEqual(expect.stringMatching(/^asia, dead for 8 s at a time: moves: /));
    expect(misses).toContainEqual(
      expect.stringMatching(/^asia, dead for 8 s at a time: health transitions: /),
    );
  });

  it('does not hold where a GET is lost', async () => {
    const { misses } = await flapping({ originGroup: false });

    expect(misses).toEqual([
      expect.stringMatching(/^asia, dead for 8 s at a time: GET failed: expected at most 0, got \d+$/),
      expect.stringMatching(/^asia, dead for 40 s at a time: GET failed: expected at most 0, got \d+$/),
    ]);
  });

  it('does not hold where no health check notices', async () => {
    const { misses } = await flapping({ detectionSeconds: 50 });

    expect(misses).toEqual(['asia, dead for 40 s at a time: health transitions: expected at least 6, got 0']);
  });
});
