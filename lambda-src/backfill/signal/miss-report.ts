import { missMessage } from '../message';
import { callOptions, callQueue, type Queue } from '../queue/sqs';

/** An object that a bucket lacked, and who has to hear of it. */
export interface Miss {
  readonly queue: Queue;
  readonly key: string;
}

/**
 * A viewer waits for the send, at most 300 ms: longer is worse than a miss that nobody hears of. The rest is for what a busy
 * machine adds.
 */
const VIEWER_WAITS_MILLISECONDS = 250;
/**
 * A first connection over an ocean takes longer than that. It goes on as long as the container runs, so that the message still
 * arrives, and the next one finds the connection made.
 */
const SEND_TIMEOUT_MILLISECONDS = 5000;

/**
 * Misses of the last minute, with the time until which nobody has to hear of them again: a crowd that waits for one object
 * makes one message per container, not one per viewer.
 */
const reported = new Map<string, number>();
const REPORT_AGAIN_MILLISECONDS = 60_000;
const MAXIMUM_REPORTED = 1000;

/**
 * What both variants of the miss signal do: tell the worker's queue of the miss that `find` comes upon, if any.
 *
 * Never rejects and is done in time, because a viewer's answer depends on it. A miss that could not be
 * reported is reported by the next viewer.
 */
export async function reportMiss(find: () => Miss | undefined): Promise<void> {
  try {
    const miss = find();
    if (miss !== undefined) await report(miss);
  } catch (error) {
    console.warn(
      JSON.stringify({
        message: 'miss not reported',
        reason: String((error as AggregateError).errors ?? error),
      }),
    );
  }
}

async function report({ queue, key }: Miss): Promise<void> {
  const id = `${queue.url} ${key}`;
  if ((reported.get(id) ?? 0) > Date.now()) return;
  const options = callOptions(SEND_TIMEOUT_MILLISECONDS);
  // A message too many costs the worker one look at the bucket; keeping order here would cost more code than that.
  if (reported.size >= MAXIMUM_REPORTED) reported.clear();
  reported.set(id, Date.now() + REPORT_AGAIN_MILLISECONDS);
  const sent = callQueue(queue, 'SendMessage', { MessageBody: missMessage(key) }, options);
  // While nobody knows, it counts as reported: sending it for every viewer of a crowd would make a slow SQS slower.
  sent.catch(() => reported.delete(id));
  const late = new Promise<never>((_, reject) => {
    setTimeout(reject, VIEWER_WAITS_MILLISECONDS, 'SQS is slow');
  });
  await Promise.race([sent, late]);
}
