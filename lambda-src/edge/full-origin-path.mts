import type { ViewerRequest, ViewerRequestEvent } from './event.js';

/** Such as `/.full`. */
declare const FULL_PATH: string;

/** Lets `/.full/<key>` reach the full origin as `/<key>`; the fill worker fetches objects that way. */
export function handler(event: ViewerRequestEvent): ViewerRequest {
  const request = event.request;
  if (request.uri.indexOf(FULL_PATH + '/') === 0) {
    request.uri = request.uri.slice(FULL_PATH.length);
  }
  return request;
}
