import type { App } from 'cdktf';
import type { Document } from '../config/schema';
import { BackfillStack } from './backfill-stack';
import { GlobalStack } from './global-stack';
import type { PlatformStack } from './platform-stack';
import { RegionStack } from './region-stack';
import { StateStack } from './state-stack';

/** Every stack of one deployment, in the order of their first application. */
export function createPlatform(app: App, document: Document): PlatformStack[] {
  return [
    new StateStack(app, document),
    new GlobalStack(app, document),
    ...document.regions.map((region) => new RegionStack(app, document, region)),
    new BackfillStack(app, document),
  ];
}
