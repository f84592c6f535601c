import type { CrossOriginRules, MediaRoutes, SiteRoutes, TokenRules } from '../../lambda-src/edge/routes';
import { FULL } from '../backfill/media-origins';

/** Header in which the site router tells cache and origin which region serves: the constant `REGION_HEADER`. */
export const REGION_HEADER = 'x-meridian-region';

const LETTER_A = 'A'.charCodeAt(0);

export interface RoutesProps {
  readonly regions: readonly { readonly name: string; readonly failoverTo?: string | undefined }[];
  /** Region name by ISO 3166-1 alpha-2 country. */
  readonly countries: Readonly<Record<string, string>>;
  /** Serves every country that is not in `countries`. */
  readonly defaultRegion: string;
}

export interface MediaRoutesProps extends RoutesProps {
  /** Regions with a near bucket. */
  readonly bucketRegions: readonly string[];
  /** Whether each bucket has an origin for its misses, `misses-<region>`. @default false - the full origin serves them */
  readonly missOrigins?: boolean;
}

/** The constant `ROUTES` of `site-router.mts`. */
export function siteRoutes({ regions, countries, defaultRegion }: RoutesProps): SiteRoutes {
  const names = defaultFirst(
    defaultRegion,
    regions.map(({ name }) => name),
  );
  const standIns = new Map(regions.map(({ name, failoverTo }) => [name, failoverTo ?? name]));
  return {
    regions: names,
    masks: countryMasks(names, countries),
    failover: names.map((name) => names.indexOf(standIns.get(name) ?? name)),
  };
}

/**
 * The constant `ROUTES` of `media-router.mts`: origin ids are `bucket-<region>`.
 *
 * A region without a bucket uses that of its failover region, else the first one.
 */
export function mediaRoutes({
  regions,
  countries,
  defaultRegion,
  bucketRegions,
  missOrigins = false,
}: MediaRoutesProps): MediaRoutes {
  const near = new Map(
    regions.map(({ name, failoverTo }) => [
      name,
      [name, failoverTo].find((region) => region !== undefined && bucketRegions.includes(region)) ??
        bucketRegions[0] ??
        name,
    ]),
  );
  const nearest = (region: string) => near.get(region) ?? region;
  const targets = defaultFirst(nearest(defaultRegion), bucketRegions);
  const targetOfCountry = Object.entries(countries).map(([country, region]) => [country, nearest(region)]);
  return {
    buckets: targets.map((region) => `bucket-${region}`),
    fallbacks: targets.map((region) => (missOrigins ? `misses-${region}` : FULL)),
    masks: countryMasks(targets, Object.fromEntries(targetOfCountry)),
  };
}

export interface CrossOriginProps {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds: number;
}

/** The constant `CROSS_ORIGIN` of `site-router.mts`. */
export function crossOriginRules(props: CrossOriginProps): CrossOriginRules {
  return {
    origins: props.allowedOrigins,
    methods: props.allowedMethods.join(', '),
    headers: props.allowedHeaders.join(', '),
    credentials: props.allowCredentials,
    maxAge: String(props.maxAgeSeconds),
  };
}

export interface TokenRulesProps {
  readonly protectedPrefixes: readonly string[];
  readonly keyVersions: readonly number[];
}

/** The constant `TOKENS` of `site-router.mts`: a key's id is its version. */
export function tokenRules({ protectedPrefixes, keyVersions }: TokenRulesProps): TokenRules {
  return { prefixes: protectedPrefixes, keyIds: keyVersions.map(String) };
}

function defaultFirst(first: string, all: readonly string[]): string[] {
  return [...new Set([first, ...all])];
}

/** 26 numbers for each target but the first, which serves whatever the others do not. */
function countryMasks(
  [, ...targets]: readonly string[],
  targetOf: Readonly<Record<string, string>>,
): number[][] {
  return targets.map((target) => {
    const masks = Array<number>(26).fill(0);
    for (const country of Object.keys(targetOf).filter((code) => targetOf[code] === target)) {
      const first = country.charCodeAt(0) - LETTER_A;
      masks[first] = (masks[first] ?? 0) | (1 << (country.charCodeAt(1) - LETTER_A));
    }
    return masks;
  });
}
