import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { steady } from './steady';
import { healthSince, type Method } from './world';

/** Detection (three checks, ten seconds apart) and the 60 seconds that a resolver keeps an alias record. */
export const MOVE_BOUND_SECONDS = 90;
const PATIENCE = { giveUpSeconds: 3 * MOVE_BOUND_SECONDS };

export const regionLoss: Drill = {
  summary: `kills each region in turn: GET loses no request, every method has moved within ${MOVE_BOUND_SECONDS} s, and viewers return`,
  run: async (context) => {
    const figures: Figure[] = [];
    for (const region of context.region ? [context.region] : await context.world.regions()) {
      figures.push(...(await lossOf(region, context)));
    }
    return figures;
  },
};

/** Kills a region, asks as one of its viewers until another region answers everything, and brings it back. */
export async function lossOf(region: string, { world, timeline }: DrillContext): Promise<Figure[]> {
  const country = await world.countryOf(region);
  if (country === undefined) throw new Error(`${region}: no viewer is served by it`);
  const failed = { GET: 0, POST: 0 };
  const asked = { GET: 0, POST: 0 };
  const ask = async (method: Method & ('GET' | 'POST')) => {
    const answer = await world.ask({ method, country });
    asked[method] += 1;
    if (answer.status >= 500 || answer.status === 0) failed[method] += 1;
    return answer;
  };

  await world.turn(region, 'kill');
  const killedAt = await world.now();
  const killed = await timeline.note(`${region} is dead; asking as a viewer in ${country}`);
  const moved = await steady(
    { world, timeline },
    async () => {
      await ask('GET');
      const { status, region: by } = await ask('POST');
      return status > 0 && status < 500 && by !== region ? by : undefined;
    },
    PATIENCE,
  );
  const failure = healthSince(await world.describe(), region, killedAt).find(({ healthy }) => !healthy);
  const detected = failure && (failure.at - killedAt) / 1000;
  await timeline.note(
    moved === undefined
      ? 'its viewers have not moved'
      : `${moved.found} answers every method, since ${(moved.seconds - killed).toFixed(0)} s after the death`,
  );

  await world.turn(region, 'recover');
  const recovered = await timeline.note(`${region} is back`);
  const returned = await steady(
    { world, timeline },
    async () => {
      const { region: by } = await world.ask({ method: 'POST', country });
      return by === region ? by : undefined;
    },
    PATIENCE,
  );
  if (returned) await timeline.note(`${region} answers its viewers again`);
  const seconds = (since: number, found: typeof moved) => found && found.seconds - since;
  return [
    { name: `${region}: time to detect`, value: detected, unit: 's' },
    {
      name: `${region}: time to move`,
      value: seconds(killed, moved),
      unit: 's',
      atMost: MOVE_BOUND_SECONDS,
    },
    {
      name: `${region}: time to return`,
      value: seconds(recovered, returned),
      unit: 's',
      atMost: MOVE_BOUND_SECONDS,
    },
    { name: `${region}: GET failed`, value: failed.GET, of: asked.GET, atMost: 0 },
    { name: `${region}: POST failed`, value: failed.POST, of: asked.POST },
  ];
}
