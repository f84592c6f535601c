import type { ViewerRequest, ViewerRequestEvent } from './event.js';

/** Lets `/.full/<key>` reach the full origin as `/<key>`; the fill worker fetches objects that way. */
export function handler(event: ViewerRequestEvent): ViewerRequest {
  const request = event.request;
  if (request.uri.indexOf('/.full/') === 0) {
    request.uri = request.uri.slice('/.full'.length);
  }
  return request;
}
