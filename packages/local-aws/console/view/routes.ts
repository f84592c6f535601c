import type { KeptName, ShownWorld } from './contract';
import type { ShownRequest } from './requests';

/** A name that origins have, and where it leads now. */
export interface Route {
  readonly name: string;
  /** Region whose own name it is; absent where several regions share it. */
  readonly home?: string;
  /** Absent while no resolver keeps an answer. */
  readonly leadsTo?: string;
  /** How long the answer is still kept. */
  readonly keptMilliseconds?: number;
  /** It leads to another region than its own. */
  readonly isMoved: boolean;
}

/** The name of each region in the order of the regions, then those that several share, such as `nearest`. */
export function routes(world: ShownWorld): Route[] {
  // The first resolver is the edge's.
  const kept = world.names.flatMap(({ answers }) => answers).flatMap((answer) => routeOf(world, answer));
  const domain = kept[0]?.name.replace(/^[^.]*/, '') ?? '';
  const own = world.regions
    .filter(({ loadBalancer }) => loadBalancer !== undefined)
    .map(
      ({ name: home }): Route =>
        kept.find((route) => route.home === home) ?? { name: home + domain, home, isMoved: false },
    );
  const shared = kept.filter(({ home }) => home === undefined);
  return [...own, ...new Map([...shared].reverse().map((route) => [route.name, route])).values()];
}

/** The route that a request took: by the name that its last origin was asked by, or by the id of an origin that did not answer. */
export function routeTaken(
  all: readonly Route[],
  { origins, originName, isFromCache }: ShownRequest,
): Route | undefined {
  if (isFromCache) return undefined;
  const id = origins.at(-1);
  return all.find(({ name }) => name === originName) ?? all.find(({ name }) => firstLabel(name) === id);
}

function routeOf(world: ShownWorld, { name, chain, until }: KeptName): Route[] {
  const leadsTo = behind(world, chain.at(-1) ?? '');
  if (leadsTo === undefined) return [];
  const home = world.regions.find((region) => region.name === firstLabel(name))?.name;
  const isMoved = home !== undefined && home !== leadsTo;
  return [{ name, home, leadsTo, keptMilliseconds: until - world.now, isMoved }];
}

const firstLabel = (name: string) => name.replace(/\..*$/s, '');

/** A name that is no load balancer's leads to the host outside. */
function behind({ regions }: ShownWorld, target: string): string | undefined {
  const found = regions.find(({ loadBalancer }) => loadBalancer === target);
  return (found ?? regions.find(({ loadBalancer }) => loadBalancer === undefined))?.name;
}
