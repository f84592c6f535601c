import { allow, isStored, varyByOrigin } from './cross-origin.mjs';
import type { ViewerResponse, ViewerResponseEvent } from './event.js';

/** Generated from the document when the function is bundled. */
declare const ALLOW_CREDENTIALS: boolean;

/**
 * Lets pages of the origins in the store read answers; the origins of the document are the response headers policy's.
 *
 * CloudFront applies the policy first, and does not call this for answers of 400 and above: pages of stored origins
 * cannot read the text of an error.
 */
export async function handler(event: ViewerResponseEvent): Promise<ViewerResponse> {
  const response = event.response;
  try {
    const headers = response.headers;
    const origin = event.request.headers.origin;
    const allowed = headers['access-control-allow-origin'];
    varyByOrigin(headers);
    if (origin && (!allowed || allowed.value !== origin.value) && (await isStored(origin.value))) {
      allow(headers, origin.value, ALLOW_CREDENTIALS);
    }
  } catch {
    // The answer goes out as it is.
  }
  return response;
}
