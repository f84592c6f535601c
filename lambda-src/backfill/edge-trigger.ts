import type { CloudFrontRequest, CloudFrontRequestEvent, Context } from 'aws-lambda';
import { missMessage } from './message';
import { missOf } from './miss';
import { callOptions, callQueue, type Queue } from './sqs';

/** What the deployment writes into the bundle, because a function at the edge has no environment variables. */
export interface EdgeTriggerConstants {
  readonly ALLOWED_PREFIXES: readonly string[];
  /** Origin id of a bucket → the queue of its misses. */
  readonly MISS_QUEUES: Readonly<Record<string, { readonly awsRegion: string; readonly name: string }>>;
}
declare const ALLOWED_PREFIXES: EdgeTriggerConstants['ALLOWED_PREFIXES'];
declare const MISS_QUEUES: EdgeTriggerConstants['MISS_QUEUES'];

/** A viewer waits for the send: longer than this is worse than a miss that nobody hears of. */
const SEND_TIMEOUT_MILLISECONDS = 300;

/**
 * Misses of the last minute, with the time until which nobody has to hear of them again: a crowd that waits for one object
 * makes one message per container, not one per viewer.
 */
const reported = new Map<string, number>();
const REPORT_AGAIN_MILLISECONDS = 60_000;
const MAXIMUM_REPORTED = 1000;

/**
 * CloudFront origin request: reports the miss that sends a request to the full origin.
 *
 * The request goes on unchanged whatever happens here; a miss that was not reported is reported by the next viewer.
 */
export async function handler(
  event: CloudFrontRequestEvent,
  context: Pick<Context, 'invokedFunctionArn'>,
): Promise<CloudFrontRequest | undefined> {
  const request = event.Records[0]?.cf.request;
  try {
    if (request !== undefined) await report(request, context.invokedFunctionArn);
  } catch (error) {
    console.warn(JSON.stringify({ message: 'miss not reported', reason: String(error) }));
  }
  return request;
}

async function report(request: CloudFrontRequest, invokedFunctionArn: string): Promise<void> {
  const miss = missOf(request, ALLOWED_PREFIXES);
  const queue = miss && Object.hasOwn(MISS_QUEUES, miss.bucket) ? MISS_QUEUES[miss.bucket] : undefined;
  if (miss === undefined || queue === undefined) return;
  const id = `${miss.bucket} ${miss.key}`;
  if ((reported.get(id) ?? 0) > Date.now()) return;
  // A message too many costs the worker one look at the bucket; keeping order here would cost more code than that.
  if (reported.size >= MAXIMUM_REPORTED) reported.clear();
  reported.set(id, Date.now() + REPORT_AGAIN_MILLISECONDS);
  try {
    await send(queue, miss.key, invokedFunctionArn);
  } catch (error) {
    reported.delete(id);
    throw error;
  }
}

async function send(
  queue: { awsRegion: string; name: string },
  key: string,
  invokedFunctionArn: string,
): Promise<void> {
  await callQueue(
    queueAt(queue, invokedFunctionArn),
    'SendMessage',
    { MessageBody: missMessage(key) },
    callOptions(SEND_TIMEOUT_MILLISECONDS),
  );
}

/** The account is not known when the bundle is built; the function's own ARN names it. */
function queueAt({ awsRegion, name }: { awsRegion: string; name: string }, functionArn: string): Queue {
  const accountId = functionArn.split(':')[4];
  return { url: `https://sqs.${awsRegion}.amazonaws.com/${accountId}/${name}`, awsRegion };
}
