import { parsedMessage } from './message';
import type { Outcome } from './outcome';
import { openSource, type Source } from './source';
import { present, type Store, store } from './store';

export interface Fill {
  readonly destination: Store;
  readonly source: Source;
  readonly allowedPrefixes: readonly string[];
  readonly maximumObjectBytes: number;
}

/**
 * Copies the object that one message names from the source to the bucket, unless it is there.
 *
 * Returns why the message is done with, or throws a `TransientError` where another attempt may succeed.
 */
export async function fill(
  { destination, source, allowedPrefixes, maximumObjectBytes }: Fill,
  messageBody: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const message = parsedMessage(messageBody, allowedPrefixes);
  if (message === undefined) return 'invalid-message';
  const { key } = message;

  const nothingToDo = await present(destination, key, signal);
  if (nothingToDo !== undefined) return nothingToDo;

  const object = await openSource(source, key, signal);
  return typeof object === 'string' ? object : store(destination, key, object, maximumObjectBytes, signal);
}
