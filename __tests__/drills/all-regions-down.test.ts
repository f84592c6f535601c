import { allRegionsDown } from '../../drills/all-regions-down';
import { missed } from '../../drills/figure';
import { FakeRegions, type Platform } from './fake-regions';

async function outage(platform: Partial<Platform> = {}) {
  const figures = await allRegionsDown.run(new FakeRegions(platform).context());
  const figure = (name: string) => figures.find((one) => one.name === name);
  return { figure, misses: missed(figures) };
}

describe('the drill of the loss of every region', () => {
  it('holds where errors come in time, the cache answers, and viewers are served as soon as regions are back', async () => {
    const { figure, misses } = await outage();

    expect(misses).toEqual([]);
    expect(figure('requests failed while every region was dead')).toMatchObject({ value: 540, of: 540 });
    expect(figure('asia, the first that is back: time to serve its viewers')?.value).toBe(0);
    expect(figure('america: time to serve its viewers after the last is back')).toMatchObject({ value: 0 });
  });

  it('does not hold where viewers wait longer than origins are tried', async () => {
    const { misses } = await outage({ failureSeconds: 13 });

    expect(misses).toEqual([
      'GET without an answer within 12 s: expected at most 0, got 270',
      'POST without an answer within 6 s: expected at most 0, got 270',
    ]);
  });

  it('lets a GET try two origins', async () => {
    const { misses } = await outage({ failureSeconds: 7 });

    expect(misses).toEqual(['POST without an answer within 6 s: expected at most 0, got 270']);
  });

  it('does not hold where the cache is lost', async () => {
    const { misses } = await outage({ caches: false });

    expect(misses).toEqual(['cached objects that are lost: expected at most 0, got 1']);
  });

  it('does not hold where names lead nowhere until a health check passes', async () => {
    const { misses } = await outage({ answersAsIfHealthy: false });

    expect(misses).toEqual([
      expect.stringMatching(
        /^asia, the first that is back: time to serve its viewers: expected at most 20 s/,
      ),
    ]);
  });

  it('does not hold where viewers return too late', async () => {
    const { misses } = await outage({ detectionSeconds: 5, ttlSeconds: 140 });

    expect(misses).toContainEqual(
      expect.stringMatching(
        /^america: time to serve its viewers after the last is back: expected at most 90 s/,
      ),
    );
  });

  it('does not hold where a region that is dead answers', async () => {
    const { misses } = await outage({ undead: ['europe'] });

    expect(misses).toContainEqual(expect.stringMatching(/^requests failed while every region was dead: /));
  });
});
