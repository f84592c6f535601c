import type { Drill } from './drill';
import { regionLoss } from './region-loss';

/** Every drill by its name. */
export const drills: Readonly<Record<string, Drill>> = {
  'region-loss': regionLoss,
};
