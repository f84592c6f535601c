import type { CustomErrorResponse } from '../emulators/cloudfront/distribution-config';
import { type Fields, joined } from './fields';
import type { CachePolicy } from './policies';

export interface Freshness {
  /** False: not even kept to be confirmed later. */
  readonly storable: boolean;
  /** How long the copy answers by itself; 0 asks the origin each time whether it still holds. */
  readonly ttlSeconds: number;
  /** How long after that it may still answer while it is being asked for anew. */
  readonly staleWhileRevalidateSeconds: number;
  /** How long after that it may stand in for an error; absent where the origin says nothing. */
  readonly staleIfErrorSeconds?: number;
}

const NOT_STORABLE: Freshness = { storable: false, ttlSeconds: 0, staleWhileRevalidateSeconds: 0 };

/** Kept whether or not the origin says for how long. */
const ALWAYS_KEPT = new Set([404, 410, 414, 500, 501, 502, 503, 504]);
/** Kept where the origin says for how long. */
const KEPT_WITH_MAX_AGE = new Set([400, 403, 405, 412, 415]);
/** Of the errors that are always kept, those that an origin can forbid to keep. */
const MAY_BE_FORBIDDEN = new Set([404, 410, 414, 501]);
const STORABLE = new Set([200, 203, 204, 300, 301, 302, 303, 307, 308]);
const DEFAULT_ERROR_TTL_SECONDS = 10;

type Directives = ReadonlyMap<string, string>;

export function cacheControl(headers: Fields): Directives {
  const directives = (joined(headers, 'cache-control') ?? '')
    .toLowerCase()
    .matchAll(/([\w-]+)(?:=("[^"]*"|[^\s,;]+))?/g);
  return new Map([...directives].map(([, name = '', value = '']) => [name, value.replaceAll('"', '')]));
}

/** How long an answer of the origin may be kept, from the policy's TTLs and what the origin says. */
export function freshness(
  status: number,
  headers: Fields,
  policy: CachePolicy,
  customErrors: readonly CustomErrorResponse[],
  now: number,
): Freshness {
  const directives = cacheControl(headers);
  if (status >= 400) return errorFreshness(status, headers, directives, policy, customErrors, now);
  if (!STORABLE.has(status) || policy.maxTtlSeconds === 0) return NOT_STORABLE;
  const { minTtlSeconds, defaultTtlSeconds, maxTtlSeconds } = policy;
  const forbidden = isForbidden(directives);
  if (forbidden && minTtlSeconds === 0) return NOT_STORABLE;
  // "CloudFront caches the object but still forwards every subsequent request."
  if (joined(headers, 'vary')?.trim() === '*' && minTtlSeconds === 0) return NOT_STORABLE;
  const asked = forbidden ? minTtlSeconds : ttlAsked(headers, directives, now);
  const ttlSeconds =
    asked === undefined
      ? Math.max(minTtlSeconds, defaultTtlSeconds)
      : Math.min(Math.max(asked, minTtlSeconds), maxTtlSeconds);
  const staleIfError = seconds(directives, 'stale-if-error');
  return {
    storable: true,
    ttlSeconds,
    staleWhileRevalidateSeconds: seconds(directives, 'stale-while-revalidate') ?? 0,
    ...(staleIfError === undefined ? {} : { staleIfErrorSeconds: staleIfError }),
  };
}

export function errorTtlSeconds(status: number, customErrors: readonly CustomErrorResponse[]): number {
  const configured = customErrors.find(({ errorCode }) => errorCode === status);
  return configured?.errorCachingMinTtlSeconds ?? DEFAULT_ERROR_TTL_SECONDS;
}

function errorFreshness(
  status: number,
  headers: Fields,
  directives: Directives,
  policy: CachePolicy,
  customErrors: readonly CustomErrorResponse[],
  now: number,
): Freshness {
  const asked = ttlAsked(headers, directives, now);
  const kept = ALWAYS_KEPT.has(status) || (KEPT_WITH_MAX_AGE.has(status) && asked !== undefined);
  if (!kept || (MAY_BE_FORBIDDEN.has(status) && isForbidden(directives))) return NOT_STORABLE;
  const minimum = errorTtlSeconds(status, customErrors);
  const ttlSeconds = Math.max(minimum, Math.min(asked ?? 0, policy.maxTtlSeconds));
  return ttlSeconds === 0 ? NOT_STORABLE : { storable: true, ttlSeconds, staleWhileRevalidateSeconds: 0 };
}

function isForbidden(directives: Directives): boolean {
  // `no-cache="field"` forbids that field only.
  return directives.has('no-store') || directives.has('private') || directives.get('no-cache') === '';
}

/** `s-maxage`, else `max-age`, else `Expires`. */
function ttlAsked(headers: Fields, directives: Directives, now: number): number | undefined {
  const maxAge = seconds(directives, 's-maxage') ?? seconds(directives, 'max-age');
  if (maxAge !== undefined) return maxAge;
  const expires = joined(headers, 'expires');
  if (expires === undefined) return undefined;
  const until = Date.parse(expires);
  return Number.isNaN(until) ? 0 : Math.max(0, (until - now) / 1000);
}

function seconds(directives: Directives, name: string): number | undefined {
  const value = directives.get(name);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}
