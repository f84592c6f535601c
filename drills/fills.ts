import type { DrillContext } from './drill';
import type { NearBucket } from './near-bucket';
import { steady } from './steady';
import { headStored } from './stored-object';
import type { Described } from './world';

/** Enough for a first attempt; what fails is tried again after half a minute (docs/explain/backfill.md). */
export const FILL_BOUND_SECONDS = 30;

/** When the time line says that the bucket has all of the objects; `undefined` where that does not come. */
export async function filled(
  { world, timeline }: DrillContext,
  near: NearBucket,
  keys: readonly string[],
  giveUpSeconds = 3 * FILL_BOUND_SECONDS,
): Promise<number | undefined> {
  const missing = new Set(keys);
  const areThere = async () => {
    for (const key of missing) {
      if ((await headStored(world, near, key)).status !== 200) return undefined;
      missing.delete(key);
    }
    return true;
  };
  const all = await steady({ world, timeline }, areThere, { giveUpSeconds, everySeconds: 0.5, times: 1 });
  return all?.seconds;
}

/** How many messages the bucket's queue has taken that name one of the keys. */
export function messagesFor(
  { events }: Described,
  { queueArn }: NearBucket,
  keys: readonly string[],
): number {
  return events.filter(
    (event) => event.event === 'message' && event.queueArn === queueArn && keys.includes(event.key ?? ''),
  ).length;
}

/** Of each attempt of the fill worker at a message, oldest first: whether the message was done with. */
export function attemptsAt({ events }: Described, { queueArn }: NearBucket, body: string): boolean[] {
  return events.flatMap((event) =>
    event.event === 'batch' && event.queueArn === queueArn
      ? event.messages.filter((message) => message.body === body).map(({ done }) => done)
      : [],
  );
}
