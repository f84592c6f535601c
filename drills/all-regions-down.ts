import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { filled } from './fills';
import { askFor, nearBuckets, newKey } from './near-bucket';
import { MOVE_BOUND_SECONDS } from './outage';
import { failures, isServedBy, Viewer } from './viewer';

/** An origin is given up after two attempts to connect, 3 s each (`modules/edge/site-distribution.ts`); GET has two. */
const GIVEN_UP_SECONDS = { GET: 12, POST: 6 } as const;
const APART_SECONDS = 30;
/** Health checks must pass three times, ten seconds apart, before they tell that a region is back. */
const UNNOTICED_SECONDS = 20;

interface Home {
  readonly region: string;
  readonly viewer: Viewer;
}

export const allRegionsDown: Drill = {
  summary: `every region is dead: errors come in time, the cache still answers, and viewers are served by their regions within ${MOVE_BOUND_SECONDS} s after the last is back`,
  run: async (context) => {
    const { world, timeline } = context;
    const homes: Home[] = [];
    for (const region of await world.regions()) {
      homes.push({ region, viewer: await Viewer.of(region, context) });
    }
    const askAll = (seconds: number) => Promise.all(homes.map(({ viewer }) => viewer.askFor(seconds)));
    const isCached = await cachedObject(context);

    for (const { region } of homes) await world.turn(region, 'kill');
    await timeline.note('every region is dead; asking as a viewer of each');
    await askAll(MOVE_BOUND_SECONDS);
    const lost = (await isCached()) ? 0 : 1;
    const failed = failures(homes.flatMap(({ viewer }) => viewer.answers()));
    const figures: Figure[] = [
      { name: 'requests failed while every region was dead', ...failed, atLeast: failed.of },
      ...(['GET', 'POST'] as const).map((method) => late(homes, method)),
      { name: 'cached objects that are lost', value: lost, of: 1, atMost: 0 },
    ];
    await timeline.note(`nobody is served, ${lost === 0 ? 'except' : 'not even'} from the cache`);

    let back = 0;
    for (const [index, { region, viewer }] of homes.entries()) {
      await world.turn(region, 'recover');
      back = await timeline.note(`${region} is back`);
      if (index === homes.length - 1) continue;
      await askAll(APART_SECONDS);
      if (index === 0) figures.push(unnoticed(region, viewer, back));
    }
    const served = await Promise.all(homes.map(({ region, viewer }) => viewer.askUntil(isServedBy(region))));
    await timeline.note(
      served.includes(undefined) ? 'viewers have not returned' : 'every region serves its viewers',
    );
    for (const [index, { region }] of homes.entries()) {
      const since = served[index];
      figures.push({
        name: `${region}: time to serve its viewers after the last is back`,
        value: since && since - back,
        unit: 's',
        atMost: MOVE_BOUND_SECONDS,
      });
    }
    return figures;
  },
};

/** Puts an object into the cache. Returns whether the cache still answers with it. */
async function cachedObject({ world, timeline }: DrillContext): Promise<() => Promise<boolean>> {
  const [near] = await nearBuckets({ world });
  if (near === undefined) throw new Error('The world has no near bucket.');
  const key = newKey();
  await askFor(world, near, key);
  await filled({ world, timeline }, near, [key]);
  return async () => {
    const { status, headers } = await askFor(world, near, key);
    return status === 200 && headers['x-cache'] === 'Hit from cloudfront';
  };
}

function late(homes: readonly Home[], method: keyof typeof GIVEN_UP_SECONDS): Figure {
  const bound = GIVEN_UP_SECONDS[method];
  const answers = homes.flatMap(({ viewer }) => viewer.answers(method));
  const isLate = answers.filter(({ asked, answered, status }) => status === 0 || answered - asked > bound);
  return {
    name: `${method} without an answer within ${bound} s`,
    value: isLate.length,
    of: answers.length,
    atMost: 0,
  };
}

/** Where every record is unhealthy, Route 53 gives the primary one, so that the region is found as soon as it is back. */
function unnoticed(region: string, viewer: Viewer, back: number): Figure {
  const served = viewer.answers('POST').find((one) => one.asked >= back && isServedBy(region)(one));
  return {
    name: `${region}, the first that is back: time to serve its viewers`,
    value: served && served.asked - back,
    unit: 's',
    atMost: UNNOTICED_SECONDS,
  };
}
