import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { readEnvironment } from '../../shared/environment';
import { FULL_ORIGIN_PATH, requestedKey } from './miss';
import { type Miss, reportMiss } from './miss-report';

/** What the function is told at deployment; infrastructure and handler share this type. */
export type MissOriginEnvironment = {
  /** Queue of the bucket's misses, in the function's own AWS region. */
  readonly MISS_QUEUE_URL: string;
  /** JSON list of the key prefixes that may be copied. */
  readonly ALLOWED_PREFIXES: string;
};

/**
 * Function URL behind a bucket, asked for the objects that the bucket lacks: reports the miss and sends the viewer on to
 * the full origin.
 *
 * The answer is the same whatever happens here, and never kept: the next viewer may find the object in the bucket.
 */
export async function handler({
  rawPath,
  requestContext,
}: Pick<LambdaFunctionURLEvent, 'rawPath' | 'requestContext'>): Promise<LambdaFunctionURLResult> {
  await reportMiss(() => missOf(requestContext.http.method, rawPath));
  return {
    // Unlike 302, it keeps the method.
    statusCode: 307,
    // Without a host, so that no path leads to another one.
    headers: { location: FULL_ORIGIN_PATH + headerSafe(rawPath), 'cache-control': 'no-store' },
  };
}

function missOf(method: string, path: string): Miss | undefined {
  const environment: MissOriginEnvironment = readEnvironment('ALLOWED_PREFIXES', 'MISS_QUEUE_URL');
  const { AWS_REGION: awsRegion } = readEnvironment('AWS_REGION');
  const key = requestedKey(method, path, JSON.parse(environment.ALLOWED_PREFIXES));
  return key === undefined ? undefined : { queue: { url: environment.MISS_QUEUE_URL, awsRegion }, key };
}

/** CloudFront passes paths on as they are; bytes that are no part of one are escaped, and the rest left alone. */
function headerSafe(path: string): string {
  const escaped = (byte: string) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return Buffer.from(path)
    .toString('latin1')
    .replace(/[^!-~]/g, escaped);
}
