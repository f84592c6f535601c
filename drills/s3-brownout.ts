import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { filled, messagesFor } from './fills';
import { askForAll, failed, type NearBucket, nearBuckets, newKeys, routeOf } from './near-bucket';
import { steady } from './steady';
import { bytesThatDiffer, storedVersions } from './stored-object';
import type { Answer } from './world';

const OBJECTS = 10;
const FAULT = 's3 brown-out';
const STATUS = 503;
/** CloudFront keeps an error for ten seconds where a distribution says nothing else; the rest is for asking again. */
const RETURN_BOUND_SECONDS = 11;

export const s3Brownout: Drill = {
  summary: `S3 refuses half of a region's requests, then all: caches serve on, nobody else notices, no refusal is taken for a miss, and viewers return within ${RETURN_BOUND_SECONDS} s`,
  speed: 1,
  run: async (context) => {
    const nears = await nearBuckets(context);
    const all = await nearBuckets({ world: context.world });
    const figures: Figure[] = [];
    for (const near of nears) {
      const others = all.filter(({ region }) => region !== near.region);
      figures.push(...(await brownoutOf(near, others, context)));
    }
    return figures;
  },
};

async function brownoutOf(
  near: NearBucket,
  others: readonly NearBucket[],
  { world, timeline }: DrillContext,
): Promise<Figure[]> {
  const { region, awsRegion } = near;
  const [stored, lacking] = [newKeys(OBJECTS), newKeys(OBJECTS)];
  await askForAll(world, near, stored);
  await filled({ world, timeline }, near, stored);
  const messages = async () => messagesFor(await world.describe(), near, [...stored, ...lacking]);
  const messagesBefore = await messages();

  const cached: Answer[] = [];
  const elsewhere: Answer[] = [];
  const uncached: Answer[] = [];
  for (const share of [0.5, 1]) {
    await world.refuse({ name: FAULT, services: ['s3'], awsRegions: [awsRegion], share, status: STATUS });
    cached.push(...(await askForAll(world, near, stored)));
    for (const other of others) elsewhere.push(...(await askForAll(world, other, newKeys(OBJECTS))));
    // While S3 answers some requests, it rightly says of an object that it lacks it.
    const keys = share < 1 ? stored : [...stored, ...lacking];
    const answers = await askForAll(world, near, keys, `DRILL-${share * 100}`);
    uncached.push(...answers);
    await timeline.note(
      `${region}: S3 refuses ${share * 100} % in ${awsRegion}; failed: ${failed(cached).value} cached, ${failed(answers).value} uncached of ${answers.length}`,
    );
  }
  const routes = await Promise.all(uncached.map((answer) => routeOf(world, answer)));
  const messagesAfter = await messages();

  await world.allow(FAULT);
  const back = await timeline.note(`${region}: S3 is back`);
  const copies = await storedVersions(world, near, lacking);
  const returned = await steady(
    { world, timeline },
    async () =>
      failed(await askForAll(world, near, [...stored, ...lacking], 'DRILL-100')).value === 0 || undefined,
    { giveUpSeconds: 3 * RETURN_BOUND_SECONDS, everySeconds: 0.5 },
  );
  await timeline.note(
    `${region}: its viewers ${returned === undefined ? 'do not get' : 'get'} every object again`,
  );
  const differing = await Promise.all(stored.map((key) => bytesThatDiffer(world, near, key)));
  return [
    { name: `${region}: cached objects: failed`, ...failed(cached), atMost: 0 },
    { name: `${region}: viewers of other buckets: failed`, ...failed(elsewhere), atMost: 0 },
    { name: `${region}: uncached objects: failed`, ...failed(uncached) },
    {
      name: `${region}: uncached objects: answered other than 200 and ${STATUS}`,
      value: uncached.filter(({ status }) => status !== 200 && status !== STATUS).length,
      of: uncached.length,
      atMost: 0,
    },
    {
      name: `${region}: requests that moved on to the full origin`,
      value: routes.filter((route) => route.includes('full')).length,
      of: routes.length,
      atMost: 0,
    },
    { name: `${region}: messages meanwhile`, value: messagesAfter - messagesBefore, atMost: 0 },
    { name: `${region}: copies meanwhile`, value: copies, atMost: 0 },
    {
      name: `${region}: time to return`,
      value: returned && returned.seconds - back,
      unit: 's',
      atMost: RETURN_BOUND_SECONDS,
    },
    {
      name: `${region}: objects that differ afterwards`,
      value: differing.filter((bytes) => bytes !== 0).length,
      of: stored.length,
      atMost: 0,
    },
  ];
}
