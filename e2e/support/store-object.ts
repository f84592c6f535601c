import { localAws } from 'local-aws/world/aws-api';

/** Puts an object, whose content is its key, into a bucket of the local AWS at `endpoint`. */
export async function storeObject(
  endpoint: string,
  bucket: string,
  awsRegion: string,
  key: string,
): Promise<void> {
  const call = { service: 's3', region: awsRegion, method: 'PUT', path: `/${bucket}/${key}`, body: key };
  const { status, body } = await localAws(endpoint)(call);
  if (status !== 200) throw new Error(`${bucket} answered ${status}: ${body}`);
}
