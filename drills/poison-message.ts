import { randomUUID } from 'node:crypto';
import { missMessage } from '../lambda-src/backfill/message';
import { retryDelaySeconds } from '../lambda-src/backfill/queue/retry';
import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { attemptsAt, filled } from './fills';
import { askForAll, failed, type NearBucket, nearBuckets, newKey, newKeys } from './near-bucket';
import { sendMessage, takeMessage } from './queue';
import { steady } from './steady';
import { storedVersions } from './stored-object';

/** Before a message is given up (docs/explain/backfill.md). */
const ATTEMPTS = 5;
/** The queue gives a message up when it would show it once more: after the last attempt's delay, too. */
const RETRY_SECONDS = [1, 2, 3, 4, 5].reduce(
  (sum, attempt) => sum + retryDelaySeconds(attempt, undefined),
  0,
);
/** One run of the function. A batch that poison took down would be back after six of them. */
const RUN_SECONDS = 300;
const HONEST_MISSES = 5;

export const poisonMessage: Drill = {
  summary: `forged messages lead nowhere, one that never succeeds is given up after ${ATTEMPTS} attempts, and the misses beside them are filled`,
  speed: 60,
  run: async (context) => {
    const nears = await nearBuckets(context);
    return (await Promise.all(nears.map((near) => poisoned(near, context)))).flat();
  },
};

/** Sends a queue what its worker must not act on, and what it cannot, beside the misses of viewers. */
async function poisoned(near: NearBucket, { world, timeline }: DrillContext): Promise<Figure[]> {
  const { region, queueArn } = near;
  const mark = randomUUID();
  const forgedKeys = [`private/${mark}.png`, `images/../${mark}.png`, `https://images.example/${mark}.png`];
  const forged = [`no JSON: ${mark}`, ...forgedKeys.map(missMessage)];
  const brokenKey = newKey('broken');
  const broken = missMessage(brokenKey);
  const keys = newKeys(HONEST_MISSES);

  const sent = await timeline.note(
    `${region}: its queue gets ${forged.length} forged messages, one that always fails and ${keys.length} misses`,
  );
  for (const body of [...forged, broken]) await sendMessage(world, queueArn, body);
  const answers = await askForAll(world, near, keys);
  const filledAt = await filled({ world, timeline }, near, keys, 2 * RUN_SECONDS);
  await timeline.note(`${region}: the misses are ${filledAt === undefined ? 'not filled' : 'filled'}`);

  const given = await steady(
    { world, timeline },
    async () => (await takeMessage(world, `${queueArn}-dead`, broken)) || undefined,
    { giveUpSeconds: 2 * RETRY_SECONDS, everySeconds: 5, times: 1 },
  );
  const described = await world.describe();
  const attempts = attemptsAt(described, near, broken).length;
  const end = given === undefined ? 'has not been given up' : 'was in the dead-letter queue, and is removed';
  await timeline.note(`${region}: after ${attempts} attempts, the message that always fails ${end}`);

  const retried = keys.filter((key) => attemptsAt(described, near, missMessage(key)).includes(false));
  const notDropped = forged.filter((body) => attemptsAt(described, near, body).join() !== 'true');
  const copies = await storedVersions(world, near, [...forgedKeys, brokenKey]);
  return [
    { name: `${region}: viewers failed`, ...failed(answers), atMost: 0 },
    {
      name: `${region}: time to fill the misses`,
      value: filledAt && filledAt - sent,
      unit: 's',
      atMost: RUN_SECONDS,
    },
    {
      name: `${region}: misses that took another attempt`,
      value: retried.length,
      of: keys.length,
      atMost: 0,
    },
    {
      name: `${region}: forged messages not dropped at once`,
      value: notDropped.length,
      of: forged.length,
      atMost: 0,
    },
    { name: `${region}: requests that they led to`, value: (await world.logged(mark)).length, atMost: 0 },
    { name: `${region}: objects stored under their keys`, value: copies, atMost: 0 },
    { name: `${region}: attempts that always fail`, value: attempts, atMost: ATTEMPTS, atLeast: ATTEMPTS },
    {
      name: `${region}: time to give up`,
      value: given && given.seconds - sent,
      unit: 's',
      atMost: RETRY_SECONDS + RUN_SECONDS,
      atLeast: RETRY_SECONDS,
    },
  ];
}
