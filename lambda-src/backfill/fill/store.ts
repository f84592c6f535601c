import { S3ServiceException } from '@aws-sdk/client-s3';
import { type Copy, copyIn, type Store, transient } from '../copy';
import type { Outcome } from '../outcome';
import { PROVENANCE, storedProperties } from '../source/properties';
import { isEncodedAsSaid, partsOf } from './parts';
import { copyInRanges, secondPart } from './ranges';
import { MultipartUpload, put, type Target } from './upload';
import { withdrawnIfDeleted } from './withdraw';
import type { Write, Written } from './write';

export { PART_BYTES } from './parts';

/**
 * Writes the object where there is none yet, or in place of the one copy it is newer than; and only when it is complete.
 *
 * The bytes are counted in every path, because neither S3 nor the SDK notices a body that ends early; nothing is visible
 * under the key before the last byte has arrived and the count is right.
 */
export async function store(destination: Store, write: Write, signal: AbortSignal): Promise<Outcome> {
  const { key, object, replaces } = write;
  if ((object.contentLength ?? 0) > write.maximumBytes) {
    object.discard();
    return 'too-large';
  }
  const target = { ...destination, key, replaces: replaces?.etag };
  try {
    const second = await secondPart(write, signal);
    const written =
      second === undefined
        ? await copyInOrder(target, write, signal)
        : await copyInRanges(target, write, second, signal);
    if (typeof written === 'string') return written;
    const versionIds = [written.versionId, replaces?.versionId];
    if (await withdrawnIfDeleted(target, versionIds, signal)) return 'deleted-here';
    return replaces === undefined ? 'stored' : 'refreshed';
  } catch (error) {
    const lost = raceLost(error, replaces) ?? fail(error);
    return lost === 'already-present' ? await whoWasFaster(destination, write, signal) : lost;
  } finally {
    object.discard();
  }
}

/**
 * Whether the copy that an earlier attempt wrote, without learning that it did, has to go again.
 *
 * Such an attempt may have ended before it could look for a deletion, or S3's answer to it may have been lost.
 */
export async function finished(
  destination: Store,
  key: string,
  { versionId }: Copy,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const isWithdrawn = await withdrawnIfDeleted({ ...destination, key }, [versionId], signal);
    return isWithdrawn ? 'deleted-here' : 'stored';
  } catch (error) {
    return fail(error);
  }
}

/** The SDK asks again where an answer of S3 is lost: then it may have been this fill itself. */
async function whoWasFaster(
  destination: Store,
  { key, fillId }: Write,
  signal: AbortSignal,
): Promise<Outcome> {
  const copy = await copyIn(destination, key, signal);
  if (copy === 'deleted-here') return copy;
  const isOurs = copy?.metadata[PROVENANCE.fillId] === fillId;
  return isOurs ? await finished(destination, key, copy, signal) : 'already-present';
}

/** Somebody wrote or deleted the object in the meantime: theirs is as good as ours, and may be newer. */
function raceLost(error: unknown, replaces: Copy | undefined): Outcome | undefined {
  if (!(error instanceof S3ServiceException)) return undefined;
  if (error.$response?.statusCode === 412) return 'already-present';
  return replaces !== undefined && error.name === 'NoSuchKey' ? 'deleted-here' : undefined;
}

function fail(error: unknown): never {
  throw transient(error);
}

/** One connection to the source: one request to the bucket for small objects, parts for others. */
async function copyInOrder(
  target: Target,
  { object, maximumBytes, smallestPartBytes, fillId }: Write,
  signal: AbortSignal,
): Promise<Written> {
  const { headers, contentLength } = object;
  const parts = partsOf(object, maximumBytes, smallestPartBytes);
  const { value: first } = await parts.next();
  if (first === 'too-large') return first;
  if (!isEncodedAsSaid(headers, first.bytes)) return 'unusable-answer';
  if (first.isLast) {
    const properties = storedProperties(headers, { length: first.bytes.length, fillId });
    return { versionId: await put(target, properties, first.bytes, signal) };
  }
  const properties = storedProperties(headers, { length: contentLength, fillId });
  const upload = await MultipartUpload.begin(target, properties, signal);
  try {
    let number = 1;
    await upload.add(number, first.bytes, signal);
    for (;;) {
      const { value: part } = await parts.next();
      if (part === 'too-large') {
        await upload.abort();
        return part;
      }
      number += 1;
      await upload.add(number, part.bytes, signal);
      if (part.isLast) return { versionId: await upload.complete(signal) };
    }
  } catch (error) {
    await upload.abort();
    throw error;
  }
}
