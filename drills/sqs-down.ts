import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { FILL_BOUND_SECONDS, filled, messagesFor } from './fills';
import { askForAll, failed, type NearBucket, nearBuckets, newKeys, routeOf } from './near-bucket';
import { storedVersions } from './stored-object';
import type { Answer } from './world';

const OBJECTS = 10;
const FAULT = 'sqs down';
const ELSEWHERE = 'DRILL-2';

export const sqsDown: Drill = {
  summary: `SQS refuses beside each near bucket in turn: no viewer notices, and what they miss is filled within ${FILL_BOUND_SECONDS} s when it is back`,
  speed: 1,
  run: async (context) => {
    const figures: Figure[] = [];
    for (const near of await nearBuckets(context)) figures.push(...(await downBeside(near, context)));
    return figures;
  },
};

/** Viewers miss objects of which nobody can be told, and others miss them again when SQS is back. */
async function downBeside(near: NearBucket, { world, timeline }: DrillContext): Promise<Figure[]> {
  const { region, awsRegion, originId } = near;
  const usual = await askForAll(world, near, newKeys(OBJECTS));

  const keys = newKeys(OBJECTS);
  await world.refuse({ name: FAULT, services: ['sqs'], awsRegions: [awsRegion] });
  await timeline.note(`${region}: SQS refuses in ${awsRegion}; viewers ask for ${keys.length} objects`);
  const answers = await askForAll(world, near, keys);
  const routes = await Promise.all(answers.map((answer) => routeOf(world, answer)));
  const elsewhere = routes.filter((route) => route !== `${originId} 404, full 200`);
  const told = messagesFor(await world.describe(), near, keys);
  const copies = await storedVersions(world, near, keys);

  await world.allow(FAULT);
  const back = await timeline.note(`${region}: SQS is back; viewers elsewhere ask for the same objects`);
  const again = await askForAll(world, near, keys, ELSEWHERE);
  const filledAt = await filled({ world, timeline }, near, keys);
  await timeline.note(`${region}: its bucket has ${filledAt === undefined ? 'not got all' : 'all'} of them`);
  return [
    { name: `${region}: requests failed`, ...failed([...answers, ...again]), atMost: 0 },
    {
      name: `${region}: not answered by the full origin`,
      value: elsewhere.length,
      of: routes.length,
      atMost: 0,
    },
    { name: `${region}: slowest answer while SQS works`, value: slowest(usual), unit: 'ms' },
    { name: `${region}: slowest answer while it refuses`, value: slowest(answers), unit: 'ms' },
    { name: `${region}: messages meanwhile`, value: told, atMost: 0 },
    { name: `${region}: copies meanwhile`, value: copies, atMost: 0 },
    {
      name: `${region}: time to fill afterwards`,
      value: filledAt && filledAt - back,
      unit: 's',
      atMost: FILL_BOUND_SECONDS,
    },
  ];
}

const slowest = (answers: readonly Answer[]) => Math.max(...answers.map(({ milliseconds }) => milliseconds));
