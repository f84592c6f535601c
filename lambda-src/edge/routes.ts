/**
 * Which target serves which country, packed for the edge.
 *
 * Target 0 is the default and needs no table. Every other target has 26 numbers, one per first letter of the country
 * code, in which bit n stands for the second letter: 26 numbers cost a third of the codes written out, and a country
 * is found with one test per target.
 */
export interface CountryMasks {
  readonly masks: readonly (readonly number[])[];
}

/** What the site router knows: targets are regions. */
export interface SiteRoutes extends CountryMasks {
  /** Region names, which are the origin ids; the first serves unknown countries. */
  readonly regions: readonly string[];
  /** Index of the region that stands in for each region; its own index where there is none. */
  readonly failover: readonly number[];
}

/** What the media router knows: targets are buckets. */
export interface MediaRoutes extends CountryMasks {
  /** Origin ids of the buckets; the first serves unknown countries. */
  readonly buckets: readonly string[];
  /** Origin id behind each of them, for the objects that it lacks. */
  readonly fallbacks: readonly string[];
}

/** What the edge knows of signed tokens. */
export interface TokenRules {
  /** Lower-case path prefixes, each with a slash at both ends, below which a token is needed. */
  readonly prefixes: readonly string[];
  /** Ids of the keys that may have signed it. */
  readonly keyIds: readonly string[];
}

/** What the document says about cross-origin requests; needed at the edge only where origins are in the store too. */
export interface CrossOriginRules {
  /** `https://app.example.com`, or `https://*.example.com` for every name below. */
  readonly origins: readonly string[];
  readonly methods: string;
  readonly headers: string;
  readonly credentials: boolean;
  readonly maxAge: string;
}
