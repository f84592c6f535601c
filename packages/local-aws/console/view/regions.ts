import type { BackendState } from '../../edge/types';
import type { ShownRegion, ShownWorld } from './contract';
import { duration } from './words';

export interface Condition {
  readonly kind: 'alive' | 'impaired' | 'dead';
  readonly words: string;
}

/** How a region does, as its switches have it. */
export function condition({ dead, delayMilliseconds, status, healthyTargets }: BackendState): Condition {
  if (dead) return { kind: 'dead', words: 'Dead' };
  const troubles = [
    ...(status === undefined ? [] : [`Answers ${status}`]),
    ...(delayMilliseconds > 0 ? [`Slow by ${duration(delayMilliseconds)}`] : []),
    ...(healthyTargets <= 0 ? ['Without targets'] : []),
    ...(healthyTargets > 0 && healthyTargets < 1 ? [`${Math.round(healthyTargets * 100)} % of targets`] : []),
  ];
  return troubles.length === 0
    ? { kind: 'alive', words: 'Alive' }
    : { kind: 'impaired', words: troubles.join(', ') };
}

/** What the region's health check says; `undefined` where it has none. */
export function healthCheckPasses(world: ShownWorld, { loadBalancer }: ShownRegion): boolean | undefined {
  if (loadBalancer === undefined) return undefined;
  return world.healthChecks.find(({ host }) => host?.toLowerCase() === loadBalancer)?.healthy;
}

/** `asia` for `ap-southeast-1`; where no region of ours is, the name that AWS has. */
export function regionIn({ regions }: ShownWorld, awsRegion: string): string {
  return regions.find((region) => region.awsRegion === awsRegion)?.name ?? awsRegion;
}

/** The region that a health event is about. */
export function regionOf(world: ShownWorld, eventOf: string): string {
  const host = world.healthChecks.find(({ id }) => id === eventOf)?.host?.toLowerCase() ?? '';
  return world.regions.find(({ loadBalancer }) => loadBalancer === host)?.name ?? eventOf;
}
