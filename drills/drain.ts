import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { failures, isServedBy, isServedElsewhere, Viewer, type ViewerAnswer } from './viewer';
import type { Method } from './world';

const METHODS: readonly Method[] = ['GET', 'HEAD', 'OPTIONS', 'POST'];
const WATCHED_SECONDS = 20;

/** A viewer of a region that is not drained. */
interface Other {
  readonly region: string;
  readonly viewer: Viewer;
}

export const drain: Drill = {
  summary:
    'drains each region in turn: from the next request on its failover region answers, nobody else moves, undraining undoes it, and viewers stay where both are drained',
  run: async (context) => {
    const figures: Figure[] = [];
    for (const region of context.region ? [context.region] : await context.world.regions()) {
      figures.push(...(await drainOf(region, context)));
    }
    return figures;
  },
};

/** Drains a region, brings it back, and drains it together with the region that stood in for it. */
export async function drainOf(region: string, context: DrillContext): Promise<Figure[]> {
  const { world, timeline } = context;
  const viewer = await Viewer.of(region, context, METHODS);
  const others: Other[] = [];
  for (const other of await world.regions()) {
    if (other !== region) others.push({ region: other, viewer: await Viewer.of(other, context, METHODS) });
  }

  await world.drain(region);
  const drained = await timeline.note(`${region} is drained; asking as a viewer in ${viewer.country}`);
  const away = await watched(viewer, isServedElsewhere(region), others);
  const standIn = viewer.answers().at(-1)?.region ?? region;
  await timeline.note(`${standIn} answers its viewers`);

  await world.undrain(region);
  const undrained = await timeline.note(`${region} is drained no more`);
  const home = await watched(viewer, isServedBy(region), others);

  await world.drain(standIn);
  await world.drain(region);
  await timeline.note(`${standIn} and ${region} are drained`);
  const both = await watched(viewer, isServedBy(region), []);
  await world.undrain(region);
  await world.undrain(standIn);
  await timeline.note('no region is drained');

  const foreign = others.flatMap(({ region: of, viewer: other }) =>
    other.answers().map((answer) => ({ answer, isMoved: isServedElsewhere(of)(answer) })),
  );
  const all = [...viewer.answers(), ...foreign.map(({ answer }) => answer)];
  const title = `${region} drained`;
  return [
    { name: `${title}: time to move`, value: away.since && away.since - drained, unit: 's' },
    { name: `${title}: requests that did not move`, ...away.strays, atMost: 0 },
    { name: `${title}: time to return`, value: home.since && home.since - undrained, unit: 's' },
    { name: `${title}: requests that did not return`, ...home.strays, atMost: 0 },
    { name: `${title} with ${standIn}: requests that moved`, ...both.strays, atMost: 0 },
    {
      name: `${title}: requests of others that moved`,
      value: foreign.filter(({ isMoved }) => isMoved).length,
      of: foreign.length,
      atMost: 0,
    },
    { name: `${title}: requests failed`, ...failures(all), atMost: 0 },
  ];
}

/** Asks as a viewer, and as others, beyond the moment since which all is as wanted: when that was, and what was otherwise. */
async function watched(
  viewer: Viewer,
  isWanted: (answer: ViewerAnswer) => boolean,
  others: readonly Other[],
) {
  const before = viewer.answers().length;
  const asking = viewer.askUntil(isWanted).then(async (since) => {
    await viewer.askFor(WATCHED_SECONDS);
    return since;
  });
  await Promise.all(others.map((other) => other.viewer.askDuring(asking)));
  const since = await asking;
  const answers = viewer.answers().slice(before);
  const strays = { value: answers.filter((answer) => !isWanted(answer)).length, of: answers.length };
  return { since, strays };
}
