import type { SQSRecord } from 'aws-lambda';
import { TransientError } from '../outcome';
import { callOptions, callQueue, type Queue } from './sqs';

const FIRST_DELAY_SECONDS = 30;
const LONGEST_DELAY_SECONDS = 900;
/** What a source that wants to be asked at once, each time, is granted first. */
const SHORTEST_DELAY_SECONDS = 5;
/** SQS hides a message for twelve hours, counted from when it was received; a run of the function is within the rest. */
const LONGEST_HIDDEN_SECONDS = 12 * 3600 - 900;
const CALL_TIMEOUT_MILLISECONDS = 2000;

/**
 * Seconds until a message is worth another attempt: half a minute, two, eight, fifteen, or what the source asks for, as far
 * as the queue can wait, and never so short that five attempts are over before anything can have changed.
 *
 * Without a delay the message would come back when its visibility timeout ends, which is made for the slowest object.
 */
export function retryDelaySeconds(attempt: number, error: unknown): number {
  const wanted = error instanceof TransientError ? error.retryAfterSeconds : undefined;
  const growing = (first: number) => Math.min(first * 4 ** (attempt - 1), LONGEST_DELAY_SECONDS);
  if (wanted === undefined) return growing(FIRST_DELAY_SECONDS);
  return Math.min(Math.max(wanted, growing(SHORTEST_DELAY_SECONDS)), LONGEST_HIDDEN_SECONDS);
}

/** Makes a message that goes back to its queue visible again after the delay. */
export async function delayRetry(
  { attributes, eventSourceARN, receiptHandle }: SQSRecord,
  error: unknown,
): Promise<void> {
  const VisibilityTimeout = retryDelaySeconds(Number(attributes.ApproximateReceiveCount), error);
  await callQueue(
    queueOf(eventSourceARN),
    'ChangeMessageVisibility',
    { ReceiptHandle: receiptHandle, VisibilityTimeout },
    callOptions(CALL_TIMEOUT_MILLISECONDS),
  );
}

function queueOf(arn: string): Queue {
  const [, , , awsRegion = '', accountId, name] = arn.split(':');
  return { url: `https://sqs.${awsRegion}.amazonaws.com/${accountId}/${name}`, awsRegion };
}
