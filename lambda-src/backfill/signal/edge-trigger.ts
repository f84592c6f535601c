import type { CloudFrontRequest, CloudFrontRequestEvent, Context } from 'aws-lambda';
import { bucketThatMissed, requestedKey } from './miss';
import { type Miss, reportMiss } from './miss-report';

/** What the deployment writes into the bundle, because a function at the edge has no environment variables. */
export interface EdgeTriggerConstants {
  readonly ALLOWED_PREFIXES: readonly string[];
  /** Origin id of a bucket → AWS region and name of the queue of its misses. */
  readonly MISS_QUEUES: Readonly<Record<string, readonly [awsRegion: string, name: string]>>;
}
declare const ALLOWED_PREFIXES: EdgeTriggerConstants['ALLOWED_PREFIXES'];
declare const MISS_QUEUES: EdgeTriggerConstants['MISS_QUEUES'];

/**
 * CloudFront origin request: reports the miss that sends a request to the full origin.
 *
 * The request goes on unchanged whatever happens here.
 */
export async function handler(
  event: CloudFrontRequestEvent,
  context: Pick<Context, 'invokedFunctionArn'>,
): Promise<CloudFrontRequest | undefined> {
  const request = event.Records[0]?.cf.request;
  await reportMiss(() => request && missOf(request, context.invokedFunctionArn));
  return request;
}

function missOf(request: CloudFrontRequest, invokedFunctionArn: string): Miss | undefined {
  const bucket = bucketThatMissed(request);
  const [awsRegion, name] = (bucket && Object.hasOwn(MISS_QUEUES, bucket) && MISS_QUEUES[bucket]) || [];
  const key = requestedKey(request.method, request.uri, ALLOWED_PREFIXES);
  if (awsRegion === undefined || key === undefined) return undefined;
  // The account is not known when the bundle is built; the function's own ARN names it.
  const accountId = invokedFunctionArn.split(':')[4];
  return { queue: { url: `https://sqs.${awsRegion}.amazonaws.com/${accountId}/${name}`, awsRegion }, key };
}
