import type { ViewerRequest } from './event.js';

/**
 * Index of the target that serves the viewer's country.
 *
 * Whatever is not two capital letters of a mapped country (missing, `XX`, `T1`, lower case, anything a client could
 * invent) is served by target 0.
 */
export function targetOf(request: ViewerRequest, masks: readonly (readonly number[])[]): number {
  const header = request.headers['cloudfront-viewer-country'];
  const country = header ? header.value : '';
  if (country.length !== 2) {
    return 0;
  }
  const first = country.charCodeAt(0) - 65;
  const second = country.charCodeAt(1) - 65;
  // A shift by more than 31 wraps around: without the check `Aa` would pass for another country.
  if (first < 0 || first > 25 || second < 0 || second > 25) {
    return 0;
  }
  for (let target = 0; target < masks.length; target++) {
    const seconds = masks[target];
    if (seconds && (seconds[first] as number) & (1 << second)) {
      return target + 1;
    }
  }
  return 0;
}
