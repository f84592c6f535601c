import { localAws } from 'local-aws/world/aws-api';
import { runningLocalEnvironment } from '../../local/environment';

/** Puts an object into a bucket of the running local AWS. */
export async function storeObject(bucket: string, awsRegion: string, key: string): Promise<void> {
  const endpoint = runningLocalEnvironment()?.AWS_ENDPOINT_URL;
  if (endpoint === undefined) throw new Error('the local AWS is not running');
  const call = { service: 's3', region: awsRegion, method: 'PUT', path: `/${bucket}/${key}`, body: key };
  const { status, body } = await localAws(endpoint)(call);
  if (status !== 200) throw new Error(`${bucket} answered ${status}: ${body}`);
}
