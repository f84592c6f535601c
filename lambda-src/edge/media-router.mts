import cf from 'cloudfront';
import type { FULL_ORIGIN } from '../backfill/signal/miss.js';
import { keyOf } from '../shared/key-of.js';
import { targetOf } from './country.mjs';
import type { ViewerRequest, ViewerRequestEvent } from './event.js';
import type { MediaRoutes } from './routes.js';

/** Generated from the document when the function is bundled. */
declare const ROUTES: MediaRoutes;

/** Tells the trigger at the full origin which bucket lacked the object, so a value that the viewer sent must not survive. */
const BUCKET_HEADER = 'x-meridian-bucket';
/** Origin id of the origin that holds every object. */
const FULL_ORIGIN_ID: typeof FULL_ORIGIN = 'full';

/**
 * Fetches an object from the bucket of the viewer's region, and from the origin behind it where that bucket lacks it.
 *
 * Only 404 moves on: a bucket that is slow or failing must not turn every viewer into a miss. A path that two systems could
 * read differently, such as one with a bare `+`, goes to the full origin alone, and nobody hears of it. Anything unexpected
 * leaves the request as it is, on the distribution's own origin group.
 */
export function handler(event: ViewerRequestEvent): ViewerRequest {
  const request = event.request;
  try {
    if (keyOf(request.uri) === undefined) {
      delete request.headers[BUCKET_HEADER];
      cf.selectRequestOriginById(FULL_ORIGIN_ID);
      return request;
    }
    const target = targetOf(request, ROUTES.masks);
    const bucket = ROUTES.buckets[target] as string;
    request.headers[BUCKET_HEADER] = { value: bucket };
    cf.createRequestOriginGroup({
      originIds: [{ originId: bucket }, { originId: ROUTES.fallbacks[target] as string }],
      failoverCriteria: { statusCodes: [404] },
    });
  } catch {
    // The origin group of the behaviour serves the request.
    if (request?.headers) {
      delete request.headers[BUCKET_HEADER];
    }
  }
  return request;
}
