import { settled } from '../../drills/settled';
import { steady } from '../../drills/steady';
import { DESCRIBED, FakeWorld } from './support';

const LATE = 1_010_000;

describe('what is steady', () => {
  it('has been found several times in a row, and counts from the first of them', async () => {
    const fake = new FakeWorld();
    const answers = ['asia', 'europe', 'asia', 'europe', 'europe', 'europe'];
    const found = await steady(fake.context({}), async () => answers.shift(), { giveUpSeconds: 60 });

    expect(found).toEqual({ found: 'europe', seconds: 3 });
  });

  it('is nothing where that never comes', async () => {
    const fake = new FakeWorld();
    const found = await steady(fake.context({}), async () => undefined, { giveUpSeconds: 60 });

    expect(found).toBeUndefined();
    expect(fake.time).toBe(1_060_000);
  });
});

describe('a world at rest', () => {
  const asia = {
    name: 'asia',
    loadBalancer: 'lb',
    state: { dead: false, delayMilliseconds: 0, healthyTargets: 1 },
  };

  it('is waited for until all is healthy and every region serves somebody', async () => {
    const fake = new FakeWorld();
    const { world } = fake.context({
      describe: async () => ({
        ...DESCRIBED,
        regions: [{ ...asia, targetsHealthy: fake.time >= LATE }],
        healthChecks: [{ id: 'check', healthy: fake.time >= LATE - 4000 }],
      }),
      regions: async () => ['asia'],
      countryOf: async () => (fake.time >= LATE + 6000 ? 'JP' : undefined),
    });
    await settled(world);

    expect(fake.time).toBe(LATE + 6000);
  });

  it.each([
    [{ targetsHealthy: false }, true, 'JP', 'asia has no healthy target'],
    [{}, false, 'JP', 'health check check fails'],
    [{}, true, undefined, 'no viewer is served by asia'],
  ])('that does not come about is told: %j', async (region, healthy, country, wanting) => {
    const { world } = new FakeWorld().context({
      describe: async () => ({
        ...DESCRIBED,
        regions: [{ ...asia, ...region }],
        healthChecks: [{ id: 'check', healthy }],
      }),
      regions: async () => ['asia'],
      countryOf: async () => country,
    });

    await expect(settled(world)).rejects.toThrow(`The world does not come to rest: ${wanting}`);
  });
});
