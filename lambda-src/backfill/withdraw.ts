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
  const { DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucketName, Prefix: key, MaxKeys: 10 }),
    options,
  );
  if (!DeleteMarkers.some((marker) => marker.Key === key)) return false;
  for (const VersionId of ours) {
    await s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key: key, VersionId }), options);
  }
  return true;
}
