import { randomUUID } from 'node:crypto';
import { type Copy, copyIn, type Store } from '../copy';
import { parsedMessage } from '../message';
import type { Outcome } from '../outcome';
import { PROVENANCE } from '../source/properties';
import { isNewer } from '../source/refresh';
import { headSource, openSource, type Source, type SourceObject } from '../source/source';
import { RangesRefused } from './ranges';
import { finished, PART_BYTES, store } from './store';
import type { Write } from './write';

type How = Pick<Write, 'fillId' | 'replaces' | 'isOneStream'>;

/** Where the keys of objects go that one run of a function cannot copy. */
export interface LargeObjects {
  /** Objects over this size are left to the other worker; those that took too long, too. */
  readonly overBytes: number;
  send(key: string): Promise<void>;
}

export interface Fill {
  readonly destination: Store;
  readonly source: Source;
  readonly allowedPrefixes: readonly string[];
  /** Larger objects are left at the source. */
  readonly maximumObjectBytes: number;
  /** Objects over this size are written in parts of it, and read in ranges when they are over eight. @default 8 MiB */
  readonly partBytes?: number;
  /** Replaces copies of objects that the source has a newer version of. @default false */
  readonly refresh?: boolean;
  /** Who copies what is too large or too slow for this worker. @default - nobody */
  readonly largeObjects?: LargeObjects | undefined;
  /** Told of an object with a digest that nobody can read. @default - nobody is */
  readonly onIgnoredDigest?: () => void;
}

/**
 * Copies the object that one message names from the source to the bucket, unless it is there.
 *
 * Returns why the message is done with, or throws a `TransientError` where another attempt may succeed.
 */
export async function fill(
  job: Fill,
  messageBody: string,
  signal: AbortSignal,
  /** The same for each attempt at one message, so that one finishes what another began. */
  fillId: string = randomUUID(),
): Promise<Outcome> {
  const message = parsedMessage(messageBody, job.allowedPrefixes);
  if (message === undefined) return 'invalid-message';
  const { key } = message;

  const copy = await copyIn(job.destination, key, signal);
  if (copy === 'deleted-here') return copy;
  if (copy?.metadata[PROVENANCE.fillId] === fillId) return await finished(job.destination, key, copy, signal);
  if (copy !== undefined) {
    const nothingToDo = await upToDate(job, key, copy, signal);
    if (nothingToDo !== undefined) return nothingToDo;
  }

  return await copied(job, key, { fillId, replaces: copy, isOneStream: false }, signal);
}

/** Copies the object in the fastest way that its source allows: where ranges turn out to be of no use, in one stream. */
async function copied(job: Fill, key: string, how: How, signal: AbortSignal): Promise<Outcome> {
  const object = await openSource(job.source, key, signal);
  if (typeof object === 'string') return object;
  // One that is opened again was told of before.
  if (object.hasUnreadableDigest && !how.isOneStream) job.onIgnoredDigest?.();
  if (how.replaces !== undefined && !isNewer(how.replaces, object.headers)) {
    object.discard();
    return 'already-present';
  }
  try {
    return await stored(job, key, object, how, signal);
  } catch (error) {
    if (!(error instanceof RangesRefused) || signal.aborted) throw error;
    return await copied(job, key, { ...how, isOneStream: true }, signal);
  }
}

/** Why the copy stays as it is, if it does. */
async function upToDate(
  job: Fill,
  key: string,
  copy: Copy,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  if (job.refresh !== true || copy.etag === undefined) return 'already-present';
  const headers = await headSource(job.source, key, signal);
  // Sources that refuse HEAD are not asked in another way: the object itself decides.
  return headers === undefined || isNewer(copy, headers) ? undefined : 'already-present';
}

async function stored(
  { destination, maximumObjectBytes, partBytes = PART_BYTES, largeObjects }: Fill,
  key: string,
  object: SourceObject,
  how: How,
  signal: AbortSignal,
): Promise<Outcome> {
  const maximumBytes = Math.min(maximumObjectBytes, largeObjects?.overBytes ?? Number.POSITIVE_INFINITY);
  const { contentLength = maximumBytes + 1 } = object;
  try {
    const outcome = await store(
      destination,
      { key, object, maximumBytes, smallestPartBytes: partBytes, ...how },
      signal,
    );
    if (outcome !== 'too-large' || contentLength > maximumObjectBytes) return outcome;
  } catch (error) {
    // A small object that took all the time is the source's fault: more time would not help.
    const isSlow = signal.aborted && object.contentLength !== undefined && contentLength > partBytes;
    if (!isSlow || largeObjects === undefined) throw error;
  }
  await largeObjects?.send(key);
  return 'handed-on';
}
