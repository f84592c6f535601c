import { missed } from '../../drills/figure';
import { loadBalancerBrownout } from '../../drills/load-balancer-brownout';
import { FakeRegions, type Platform } from './fake-regions';

async function brownout(platform: Partial<Platform> = {}) {
  const figures = await loadBalancerBrownout.run(new FakeRegions(platform).context('asia'));
  const value = (name: string) => figures.find((one) => one.name === `asia, ${name}`)?.value;
  return { figures, value, misses: missed(figures) };
}

describe('the drill of targets that fail', () => {
  it('holds where half of them are enough, and viewers move away from errors and from slow answers', async () => {
    const { value, misses } = await brownout();

    expect(misses).toEqual([]);
    expect(value('half of the targets: moved once found')).toBe(0);
    expect(value('503: time to detect')).toBe(25);
    expect(value('503: POST failed')).toBeGreaterThan(20);
    expect([value('slow: GET failed'), value('slow: POST failed')]).toEqual([0, 0]);
  });

  it('tells when the first quick request was sent, whatever slow ones are still under way', async () => {
    const { value } = await brownout({ ttlSeconds: 1 });

    expect(value('slow: time to move')).toBeLessThanOrEqual(27);
  });

  it('does not hold where half of the targets are too few', async () => {
    const { misses } = await brownout({ neededTargets: 0.6, originGroup: false });

    expect(misses).toContain('asia, half of the targets: failed once found: expected at most 0, got 178');
    expect(misses).toContainEqual(expect.stringMatching(/^asia, half of the targets: GET failed/));
  });

  it('does not hold where viewers move although half of the targets work', async () => {
    const { misses } = await brownout({ neededTargets: 0.6 });

    expect(misses).toContain('asia, half of the targets: moved once found: expected at most 0, got 89');
  });

  it('does not hold where a GET is lost', async () => {
    const { misses } = await brownout({ originGroup: false });

    expect(misses).toEqual([expect.stringMatching(/^asia, 503: GET failed: expected at most 0, got \d+$/)]);
  });

  it('does not hold where viewers move too late', async () => {
    const { misses } = await brownout({ detectionSeconds: 60, ttlSeconds: 120 });

    expect(misses).toContainEqual(expect.stringMatching(/^asia, 503: time to move: expected at most 90 s/));
    expect(misses).toContainEqual(expect.stringMatching(/^asia, slow: time to move: expected at most 90 s/));
    expect(misses).toContainEqual(expect.stringMatching(/^asia, 503: time to return: expected at most 90 s/));
  });
});
