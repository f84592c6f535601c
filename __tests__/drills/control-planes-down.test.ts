import { controlPlanesDown } from '../../drills/control-planes-down';
import { missed } from '../../drills/figure';
import type { DrillWorld } from '../../drills/world';
import { FakeRegions, type Platform } from './fake-regions';

async function refusing(platform: Partial<Platform> = {}, more: Partial<DrillWorld> = {}) {
  const regions = new FakeRegions(platform);
  const figures = await controlPlanesDown.run(regions.context('asia', more));
  return { figures, misses: missed(figures), refused: regions.refused };
}

describe('the drill of control planes that refuse', () => {
  it('holds where a region dies, another is drained and an object filled without them', async () => {
    const { figures, misses, refused } = await refusing();

    expect(misses).toEqual([]);
    expect(refused).toHaveLength(3);
    expect(figures[0]).toEqual({ name: 'control APIs that answered', value: 0, of: 5, atMost: 0 });
    expect(figures.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['asia: time to move', 'asia drained: requests failed', 'objects filled']),
    );
  });

  it('does not hold where nothing is refused', async () => {
    const working = async () => ({ status: 200, headers: new Headers(), body: '' });
    const { misses } = await refusing({}, { aws: working });

    expect(misses).toEqual(['control APIs that answered: expected at most 0, got 5']);
  });

  it('does not hold where viewers stay with a dead region', async () => {
    const { misses } = await refusing({ detectionSeconds: Number.POSITIVE_INFINITY });

    expect(misses).toEqual(['asia: time to move: expected at most 90 s, got never']);
  });

  it('does not hold where a region cannot be drained', async () => {
    const { misses } = await refusing({ isDrainable: false });

    expect(misses).toEqual([expect.stringMatching(/^asia drained: requests that did not move: /)]);
  });

  it('does not hold where no object is filled', async () => {
    const { misses } = await refusing({ fills: false });

    expect(misses).toEqual(['objects filled: expected at least 1, got 0']);
  });
});
