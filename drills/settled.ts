import type { DrillWorld } from './world';

/** Three checks and a TTL bring a region back; this is more than twice that. */
const PATIENCE_SECONDS = 240;

/** Waits until everything is healthy and every region serves viewers; rejects where that does not come about. */
export async function settled(world: DrillWorld): Promise<void> {
  const end = (await world.now()) + PATIENCE_SECONDS * 1000;
  let wanting = '';
  while ((await world.now()) < end) {
    wanting = await notAtRest(world);
    if (wanting === '') return;
    await world.sleep(2000);
  }
  throw new Error(`The world does not come to rest: ${wanting}`);
}

async function notAtRest(world: DrillWorld): Promise<string> {
  const { regions, healthChecks } = await world.describe();
  const sick = [
    ...healthChecks.filter(({ healthy }) => !healthy).map(({ id }) => `health check ${id} fails`),
    ...regions
      .filter(({ targetsHealthy }) => targetsHealthy === false)
      .map(({ name }) => `${name} has no healthy target`),
  ];
  if (sick.length > 0) return sick.join(', ');
  for (const region of await world.regions()) {
    if ((await world.countryOf(region)) === undefined) return `no viewer is served by ${region}`;
  }
  return '';
}
