import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { Outcome } from './outcome';
import type { Target } from './upload';

/**
 * Takes back the version just written where somebody stored and deleted the object while it was being copied.
 *
 * S3 takes a key whose newest version is a delete marker for free, so `If-None-Match` does not see this. A key that had no
 * version at all when the fill began has a marker now only if it was deleted since; removing our own version, and nothing
 * else, leaves the marker on top.
 */
export async function withdrawnIfDeleted(
  { s3, bucketName, key }: Target,
  versionId: string | undefined,
  signal: AbortSignal,
): Promise<Outcome> {
  // A bucket without versions has no memory of what was deleted.
  if (versionId === undefined || versionId === 'null') return 'stored';
  const options = { abortSignal: signal };
  // The versions of a key come before those of longer keys.
  const { DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucketName, Prefix: key, MaxKeys: 10 }),
    options,
  );
  if (!DeleteMarkers.some((marker) => marker.Key === key)) return 'stored';
  await s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key: key, VersionId: versionId }), options);
  return 'deleted-here';
}
