import type { CloudFrontRequest } from 'aws-lambda';
import { objectKey } from '../../shared/object-key';

/** Custom header of the origin that holds every object; the distribution sets it on no other origin. */
export const ORIGIN_HEADER = 'x-meridian-origin';
export const FULL_ORIGIN = 'full';
/** Origin id of the bucket that is asked first; the media router overwrites what a viewer sends. */
export const BUCKET_HEADER = 'x-meridian-bucket';
/** Below it, the distribution serves objects from the full origin alone. */
export const FULL_ORIGIN_PATH = '/.full';

/** The key that a request asks for, where it is one that may be copied. */
export function requestedKey(
  method: string,
  path: string,
  allowedPrefixes: readonly string[],
): string | undefined {
  return method === 'GET' || method === 'HEAD' ? objectKey(path, allowedPrefixes) : undefined;
}

/**
 * The bucket that lacked an object, of a request on its way to an origin.
 *
 * CloudFront runs the trigger once per attempt: the attempt at the bucket says nothing, the one at the full origin says
 * that the bucket had no such object.
 */
export function bucketThatMissed({ headers, origin }: CloudFrontRequest): string | undefined {
  return origin?.custom?.customHeaders[ORIGIN_HEADER]?.[0]?.value === FULL_ORIGIN
    ? headers[BUCKET_HEADER]?.[0]?.value
    : undefined;
}
