import type { Figure } from './figure';
import type { Timeline } from './timeline';
import type { DrillWorld } from './world';

export interface DrillContext {
  readonly world: DrillWorld;
  readonly timeline: Timeline;
  /** The only region that the drill is about. @default - each region in turn */
  readonly region?: string;
}

/** A failure that is brought about on purpose, and what has to hold meanwhile. */
export interface Drill {
  /** What happens and what has to hold, in one line. */
  readonly summary: string;
  /** How much faster the world's clock runs: health checks on a busy machine bear about 50. @default 20 */
  readonly speed?: number;
  /** Its own calls to control planes are part of it. @default false */
  readonly callsControlPlanes?: boolean;
  /** What was measured. Whatever was broken on the way is mended by the caller. */
  run(context: DrillContext): Promise<readonly Figure[]>;
}
