import { readFileSync } from 'node:fs';
import { runningLocalEnvironment } from '../../local/environment';

/** Calls a Query-protocol API (such as `rds`) of the running local AWS. */
export async function callQueryApi(
  service: string,
  awsRegion: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const endpoint = runningLocalEnvironment()?.AWS_ENDPOINT_URL;
  if (endpoint === undefined) throw new Error('the local AWS is not running');
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      // The local AWS reads service and region from the scope and checks no signature.
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${awsRegion}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams(parameters),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`${parameters.Action} answered ${response.status}: ${body}`);
  return body;
}

/** The requests that the local AWS has answered since it was started. */
export function requestLog(): Record<string, string>[] {
  return readFileSync('.local/logs/router.log', 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
