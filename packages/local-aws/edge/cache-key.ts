import { joined } from './fields';
import { EDGE_LOCATION, type ViewerRequest } from './message';
import type { CachePolicy, Selection } from './policies';

/** `br,gzip`, one of them, or nothing: what the policy lets count of the viewer's `Accept-Encoding`. */
export function normalizedEncoding(
  accepted: string | undefined,
  { gzip, brotli }: Pick<CachePolicy, 'gzip' | 'brotli'>,
): string {
  if (accepted === undefined) return '';
  const codings = new Map(
    accepted
      .toLowerCase()
      .split(',')
      .map((part): [string, number] => {
        const [coding = '', quality] = part.split(';');
        return [coding.trim(), quality === undefined ? 1 : Number(/q=([\d.]+)/.exec(quality)?.[1] ?? 1)];
      }),
  );
  const accepts = (coding: string) => (codings.get(coding) ?? 0) > 0;
  return [...(brotli && accepts('br') ? ['br'] : []), ...(gzip && accepts('gzip') ? ['gzip'] : [])].join(',');
}

/** The query's parameters that are meant, as they were written and in their order. */
export function selectedQuery(query: string, { behavior, names }: Selection): string {
  if (behavior === 'all' || query === '') return query;
  if (behavior === 'none') return '';
  const listed = behavior === 'whitelist';
  return query
    .split('&')
    .filter((parameter) => names.has(parameter.split('=', 1)[0] ?? '') === listed)
    .join('&');
}

export function selectedCookies(cookies: string | undefined, { behavior, names }: Selection): string {
  if (cookies === undefined || behavior === 'none') return '';
  if (behavior === 'all') return cookies;
  const listed = behavior === 'whitelist';
  return cookies
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => names.has(cookie.split('=', 1)[0] ?? '') === listed)
    .join('; ');
}

/** Headers of the cache key that the request has. */
export function keyHeaders(
  request: ViewerRequest,
  { headers }: CachePolicy,
): [name: string, value: string][] {
  if (headers.behavior !== 'whitelist') return [];
  return [...headers.names].sort().flatMap((name): [string, string][] => {
    const value = joined(request.headers, name);
    return value === undefined ? [] : [[name, value]];
  });
}

export interface CacheKey {
  readonly distributionId: string;
  readonly location: string;
  readonly uri: string;
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly cookies: string;
  readonly encoding: string;
  /** GET and HEAD share copies; OPTIONS has its own. */
  readonly options: boolean;
}

/** What makes two requests the same: the distribution, the edge location, the path, and what of the rest the cache policy names. */
export function cacheKey(distributionId: string, request: ViewerRequest, policy: CachePolicy): CacheKey {
  return {
    distributionId,
    location: request.location ?? EDGE_LOCATION,
    uri: request.uri,
    query: selectedQuery(request.query, policy.queryStrings),
    headers: keyHeaders(request, policy),
    cookies: selectedCookies(joined(request.headers, 'cookie'), policy.cookies),
    encoding: normalizedEncoding(joined(request.headers, 'accept-encoding'), policy),
    options: request.method === 'OPTIONS',
  };
}

export function keyText(key: CacheKey): string {
  return JSON.stringify(Object.values(key));
}
