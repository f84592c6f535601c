import { randomSequence } from '../../../../walk/random-sequence';

/** How a region fares: `dead` refuses connections, `failing` answers 503. */
export type RegionState = 'alive' | 'dead' | 'failing';

export interface Viewer {
  readonly method: string;
  readonly path: string;
  /** Absent where CloudFront cannot tell. */
  readonly country: string | undefined;
}

export interface Served {
  readonly status: number;
  /** Region whose origin made the answer; absent where the edge made it. */
  readonly by?: string;
  /** Region that the origin was told to answer for. */
  readonly for?: string;
  readonly fromCache: boolean;
}

/** A site whose regions can be changed, and asked as a viewer. */
export interface RegionalSite {
  setState(region: string, state: RegionState): void | Promise<void>;
  setDrained(region: string, drained: boolean): void | Promise<void>;
  /** Lets copies expire. */
  passTime(seconds: number): void | Promise<void>;
  ask(viewer: Viewer): Promise<Served>;
}

/** What the document says about routing. */
export interface RoutingRules {
  readonly regions: readonly string[];
  readonly defaultRegion: string;
  readonly regionOf: Readonly<Record<string, string>>;
  readonly failoverOf: Readonly<Record<string, string>>;
}

export interface RandomViewersOptions {
  readonly requests: number;
  readonly seed: number;
  readonly paths: readonly string[];
}

export interface Tried {
  readonly requests: number;
  readonly hits: number;
  readonly failedOver: number;
  readonly refused: number;
}

const READS = ['GET', 'HEAD', 'OPTIONS'];
const METHODS = [...READS, 'GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'];

/**
 * Asks as random viewers while regions die, fail, recover and are drained. Throws at the first answer that the document
 * does not foresee, and at the first one from cache that was made for another region's viewers.
 */
export async function tryRandomViewers(
  site: RegionalSite,
  rules: RoutingRules,
  options: RandomViewersOptions,
): Promise<Tried> {
  const random = generator(options.seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const countries = [...Object.keys(rules.regionOf), ...Object.keys(rules.regionOf), 'XX', 'ZZ', undefined];
  const states = new Map<string, RegionState>(rules.regions.map((region) => [region, 'alive']));
  const drained = new Set<string>();
  const tried = { requests: 0, hits: 0, failedOver: 0, refused: 0 };

  while (tried.requests < options.requests) {
    const event = random();
    const region = pick(rules.regions);
    if (event < 0.05) {
      const state = pick<RegionState>(['alive', 'alive', 'dead', 'failing']);
      states.set(region, state);
      await site.setState(region, state);
    } else if (event < 0.08) {
      const drain = random() < 0.5;
      if (drain) drained.add(region);
      else drained.delete(region);
      await site.setDrained(region, drain);
    } else if (event < 0.12) {
      await site.passTime(Math.ceil(random() * 90));
    }
    const viewer = { method: pick(METHODS), path: pick(options.paths), country: pick(countries) };
    const expected = expectation(rules, states, drained, viewer);
    const served = await site.ask(viewer);
    const problem = problemOf(expected, served);
    if (problem !== undefined) {
      const state = [...states].map(
        ([name, how]) => `${name} ${how}${drained.has(name) ? ' (drained)' : ''}`,
      );
      throw new Error(
        `request ${tried.requests} of seed ${options.seed}: ${problem}\n  viewer: ${JSON.stringify(viewer)}\n  regions: ${state.join(', ')}\n  expected: ${JSON.stringify(expected)}\n  served: ${JSON.stringify(served)}`,
      );
    }
    tried.requests++;
    if (served.fromCache) tried.hits++;
    else if (served.by !== undefined && served.by !== expected.region) tried.failedOver++;
    if (served.status >= 500) tried.refused++;
  }
  return tried;
}

interface Expectation {
  /** That the viewer belongs to. */
  readonly region: string;
  /** That answers; absent where nobody can. */
  readonly by: string | undefined;
  readonly cacheable: boolean;
}

function expectation(
  { defaultRegion, failoverOf, regionOf }: RoutingRules,
  states: ReadonlyMap<string, RegionState>,
  drained: ReadonlySet<string>,
  { country, method }: Viewer,
): Expectation {
  const home = regionOf[country ?? ''] ?? defaultRegion;
  const standIn = failoverOf[home] ?? home;
  const moved = standIn !== home && drained.has(home) && !drained.has(standIn);
  const region = moved ? standIn : home;
  const next = failoverOf[region] ?? region;
  const second = moved && next === home ? region : next;
  const isRead = READS.includes(method);
  const candidates = isRead ? [region, second] : [region];
  return { region, by: candidates.find((one) => states.get(one) === 'alive'), cacheable: isRead };
}

function problemOf(expected: Expectation, served: Served): string | undefined {
  if (served.fromCache) {
    if (!expected.cacheable) return 'an answer from cache to a method that changes things';
    return served.for === expected.region
      ? undefined
      : "an answer that was cached for another region's viewers";
  }
  if (expected.by === undefined) {
    return served.status >= 500 ? undefined : 'an answer where no region could give one';
  }
  if (served.status !== 200) return 'an error where a region could have answered';
  if (served.by !== expected.by) return 'an answer of the wrong region';
  return served.for === expected.region ? undefined : 'the origin was told the wrong region';
}

function generator(seed: number): () => number {
  const next = randomSequence(seed);
  return () => next(2 ** 32) / 2 ** 32;
}
