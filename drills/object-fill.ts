import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { FILL_BOUND_SECONDS, filled, messagesFor } from './fills';
import { askFor, askFullOrigin, failed, type NearBucket, nearBuckets, newKey, routeOf } from './near-bucket';
import { differingBytes, headStored } from './stored-object';
import type { Answer, DrillWorld } from './world';

/** What belongs to the bytes (docs/explain/backfill.md), and how many there are. */
const COMPARED_HEADERS = [
  'content-type',
  'content-length',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];
const ELSEWHERE = 'DRILL-2';

export const objectFill: Drill = {
  summary: `asks for an object that each near bucket lacks: served at once, within ${FILL_BOUND_SECONDS} s from the bucket, and the same to the last byte`,
  // Nothing here waits for the world's clock, and functions do not run faster with it.
  speed: 1,
  run: async (context) => {
    const figures: Figure[] = [];
    for (const near of await nearBuckets(context)) figures.push(...(await fillOf(near, context)));
    return figures;
  },
};

/** One viewer asks for an object that the bucket lacks, and two others when it is there. */
async function fillOf(near: NearBucket, { world, timeline }: DrillContext): Promise<Figure[]> {
  const { region, originId } = near;
  const key = newKey();
  const asked = await timeline.note(`${region}: a viewer in ${near.country} asks for ${key}`);
  const first = await askFor(world, near, key);
  const filledAt = await filled({ world, timeline }, near, [key]);
  await timeline.note(`${region}: its bucket has ${filledAt === undefined ? 'not got it' : 'it'}`);
  const second = await askFor(world, near, key, ELSEWHERE);
  const third = await askFor(world, near, key, ELSEWHERE);
  const original = await askFullOrigin(world, near, key);
  const copy = Object.fromEntries((await headStored(world, near, key)).headers);

  const answers = [first, second, third];
  const wanted = [`Miss: ${originId} 404, full 200`, `Miss: ${originId} 200`, 'Hit: '];
  const places = await Promise.all(answers.map((answer) => placeOf(world, answer)));
  await timeline.note(`${region}: three viewers were answered by ${places.join('; ')}`);
  const headers = [copy, ...answers.map((answer) => answer.headers)];
  const differs = (name: string) => headers.some((one) => one[name] !== original.headers[name]);
  const messages = messagesFor(await world.describe(), near, [key]);
  return [
    {
      name: `${region}: time to fill`,
      value: filledAt && filledAt - asked,
      unit: 's',
      atMost: FILL_BOUND_SECONDS,
    },
    { name: `${region}: messages`, value: messages, atMost: 1, atLeast: 1 },
    { name: `${region}: requests failed`, ...failed(answers), atMost: 0 },
    {
      name: `${region}: requests answered by the wrong place`,
      value: places.filter((place, index) => place !== wanted[index]).length,
      of: places.length,
      atMost: 0,
    },
    {
      name: `${region}: bytes that differ`,
      value: Math.max(...answers.map(({ body }) => differingBytes(body, original.body))),
      of: original.body.length,
      atMost: 0,
    },
    {
      name: `${region}: headers that differ`,
      value: COMPARED_HEADERS.filter(differs).length,
      of: COMPARED_HEADERS.length,
      atMost: 0,
    },
  ];
}

/** Such as `Miss: bucket-europe 404, full 200`. */
async function placeOf(world: DrillWorld, answer: Answer): Promise<string> {
  const [result] = (answer.headers['x-cache'] ?? 'nobody').split(' ');
  return `${result}: ${await routeOf(world, answer)}`;
}
