import { type AskAws, askXml } from '../aws-api';
import { Refusal } from '../json-api';

interface ListedVersions {
  readonly Version?: readonly ListedVersion[];
  readonly DeleteMarker?: readonly ListedVersion[];
}

interface ListedVersion {
  readonly Key: string;
  readonly VersionId: string;
}

export interface LostObject {
  readonly bucket: string;
  readonly awsRegion: string;
  readonly key: string;
}

/**
 * Takes an object out of a bucket with every version of it, as if it had never been there: a delete marker would say that
 * somebody wants it gone.
 */
export async function loseObject(ask: AskAws, { bucket, awsRegion, key }: LostObject): Promise<void> {
  const s3 = (method: string, path: string) => ask({ service: 's3', region: awsRegion, method, path });
  const root = `/${encodeURIComponent(bucket)}`;
  const listing = `${root}?versions&prefix=${encodeURIComponent(key)}`;
  const listed = await s3('GET', listing);
  if (listed.status >= 300) throw new Refusal(404, `the bucket ${bucket} answered ${listed.status}`);
  const call = { service: 's3', region: awsRegion, path: listing };
  const versions = await askXml<ListedVersions>(async () => listed, call);
  const own = [...(versions?.Version ?? []), ...(versions?.DeleteMarker ?? [])].filter(
    ({ Key }) => Key === key,
  );
  if (own.length === 0) throw new Refusal(404, `the bucket ${bucket} has no ${key}`);
  for (const { VersionId } of own) {
    const path = key.split('/').map(encodeURIComponent).join('/');
    const { status } = await s3('DELETE', `${root}/${path}?versionId=${encodeURIComponent(VersionId)}`);
    if (status >= 300) throw new Refusal(502, `the bucket ${bucket} answered ${status}`);
  }
}
