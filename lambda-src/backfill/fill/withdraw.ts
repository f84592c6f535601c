import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { Target } from './upload';

/**
 * Takes back the version just written, and the copy that it replaced, where somebody deleted the object while it was being
 * copied.
 *
 * S3 takes a key whose newest version is a delete marker for free, so `If-None-Match` does not see this. A key that had no
 * version at all when the fill began has a marker now only if it was deleted since, and a copy lies on one only if its fill
 * has not looked yet; removing what fills wrote, and nothing else, leaves the marker on top.
 */
export async function withdrawnIfDeleted(
  { s3, bucketName, key }: Target,
  versionIds: readonly (string | undefined)[],
  signal: AbortSignal,
): Promise<boolean> {
  // A bucket without versions has no memory of what was deleted.
  const ours = versionIds.filter((id): id is string => id !== undefined && id !== 'null');
  if (ours.length === 0) return false;
  const options = { abortSignal: signal };
  // The versions of a key come before those of longer keys.
  const { DeleteMarkers = [] } = await persistently(
    () => s3.send(new ListObjectVersionsCommand({ Bucket: bucketName, Prefix: key, MaxKeys: 10 }), options),
    signal,
  );
  if (!DeleteMarkers.some((marker) => marker.Key === key)) return false;
  for (const VersionId of ours) {
    await persistently(
      () => s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key: key, VersionId }), options),
      signal,
    );
  }
  return true;
}

const ATTEMPTS = 3;

/** Not left to the next attempt at the message: by then a refresh may have built on the copy that has to go. */
async function persistently<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === ATTEMPTS || signal.aborted) throw error;
    }
  }
}
