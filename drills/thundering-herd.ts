import { INSTANCES_OF_A_FUNCTION } from 'local-aws/world/lambda/runtime';
import { missMessage } from '../lambda-src/backfill/message';
import { FULL_ORIGIN_PATH } from '../lambda-src/backfill/signal/miss';
import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { attemptsAt, filled, messagesFor } from './fills';
import { Herd } from './herd';
import { askFor, askFullOrigin, nearBuckets, newKey } from './near-bucket';
import { steady } from './steady';
import { bytesThatDiffer, storedVersions } from './stored-object';
import type { DrillWorld } from './world';

/** Each at an edge location of its own, so that each is a miss; in AWS, a location would ask once for many of them. */
const VIEWERS = 10_000;
/** After which a container of the trigger reports a key again (docs/explain/miss-signal.md). */
const REPORT_AGAIN_SECONDS = 60;

export function herdOf(viewers = VIEWERS): Drill {
  return {
    summary: `${viewers} viewers at as many edge locations miss an object at once: all get it, and each bucket stores it once`,
    speed: 1,
    run: (context) => stampeded(viewers, context),
  };
}

async function stampeded(viewers: number, context: DrillContext): Promise<Figure[]> {
  const { world, timeline } = context;
  const key = newKey();
  const herds = (await nearBuckets(context)).map((near) => new Herd(near));
  // The local AWS answers some hundred misses in a second, and AWS all of them before the first fill.
  await world.holdQueues(true);
  const began = await timeline.note(`${viewers} viewers at as many edge locations ask for ${key}`);
  await stampede(viewers, herds, key, world);
  const seconds = (await timeline.note('every viewer has an answer')) - began;
  await world.holdQueues(false);
  for (const herd of herds) await workedOff(herd, key, context);
  await timeline.note('every message is worked off');

  const asked = (await world.logged(`${FULL_ORIGIN_PATH}/${key}`)).length;
  const atMost = herds.reduce((sum, { near }) => sum + near.workers, 0);
  const figures: Figure[] = [];
  for (const herd of herds) figures.push(...(await figuresOf(herd, key, seconds, world)));
  return [
    ...figures,
    { name: 'requests of fill workers to the full origin', value: asked, atMost, atLeast: 1 },
  ];
}

async function stampede(
  viewers: number,
  herds: readonly Herd[],
  key: string,
  world: DrillWorld,
): Promise<void> {
  const asked: Promise<void>[] = [];
  for (let viewer = 0; viewer < Math.ceil(viewers / herds.length); viewer++) {
    for (const herd of herds) {
      const location = `${herd.near.region.toUpperCase()}-${viewer}`;
      asked.push(askFor(world, herd.near, key, location).then((answer) => herd.count(answer)));
    }
  }
  await Promise.all(asked);
}

async function workedOff({ near }: Herd, key: string, context: DrillContext): Promise<void> {
  await filled(context, near, [key]);
  const isDone = async () => {
    const described = await context.world.describe();
    const waiting =
      messagesFor(described, near, [key]) - attemptsAt(described, near, missMessage(key)).length;
    return waiting <= 0 || undefined;
  };
  await steady(context, isDone, { giveUpSeconds: 60 });
}

async function figuresOf(herd: Herd, key: string, seconds: number, world: DrillWorld): Promise<Figure[]> {
  const { near, answered: of, failed, misses, missesAtFullOrigin } = herd;
  const { region } = near;
  const differ = herd.differFrom(await askFullOrigin(world, near, key));
  const messages = messagesFor(await world.describe(), near, [key]);
  const reports = INSTANCES_OF_A_FUNCTION * (1 + Math.floor(seconds / REPORT_AGAIN_SECONDS));
  return [
    { name: `${region}: viewers failed`, value: failed, of, atMost: 0 },
    { name: `${region}: viewers with other bytes`, value: differ, of, atMost: 0 },
    { name: `${region}: misses at the edge`, value: misses, of, atLeast: of },
    { name: `${region}: misses that the full origin answered`, value: missesAtFullOrigin, of, atLeast: of },
    { name: `${region}: messages`, value: messages, atMost: reports, atLeast: 1 },
    {
      name: `${region}: versions stored`,
      value: await storedVersions(world, near, [key]),
      atMost: 1,
      atLeast: 1,
    },
    {
      name: `${region}: bytes of the copy that differ`,
      value: await bytesThatDiffer(world, near, key),
      atMost: 0,
    },
  ];
}
