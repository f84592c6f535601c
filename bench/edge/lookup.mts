import { targetOf } from '../../lambda-src/edge/country.mjs';
import type { ViewerRequestEvent } from '../../lambda-src/edge/event.js';
import type { SiteRoutes } from '../../lambda-src/edge/routes.js';

declare const ROUTES: SiteRoutes;

/** The lookup of the site router and nothing else. */
export function handler(event: ViewerRequestEvent): string | undefined {
  return ROUTES.regions[targetOf(event.request, ROUTES.masks)];
}
