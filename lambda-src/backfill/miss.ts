import type { CloudFrontRequest } from 'aws-lambda';
import { objectKey } from '../shared/object-key';

/** Custom header of the origin that holds every object; the distribution sets it on no other origin. */
export const ORIGIN_HEADER = 'x-meridian-origin';
export const FULL_ORIGIN = 'full';
/** Origin id of the bucket that is asked first; the media router overwrites what a viewer sends. */
export const BUCKET_HEADER = 'x-meridian-bucket';

/** An object that a bucket did not have. */
export interface Miss {
  /** Origin id of the bucket. */
  readonly bucket: string;
  readonly key: string;
}

/**
 * The miss that a request on its way to an origin stands for.
 *
 * CloudFront runs the trigger once per attempt: the attempt at the bucket says nothing, the one at the full origin says
 * that the bucket had no such object.
 */
export function missOf(
  { method, uri, headers, origin }: CloudFrontRequest,
  allowedPrefixes: readonly string[],
): Miss | undefined {
  if (origin?.custom?.customHeaders[ORIGIN_HEADER]?.[0]?.value !== FULL_ORIGIN) return undefined;
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const bucket = headers[BUCKET_HEADER]?.[0]?.value;
  const key = objectKey(uri, allowedPrefixes);
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}
