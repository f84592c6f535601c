import type { Origin } from '../emulators/cloudfront/distribution-config';
import { keyHeaders, normalizedEncoding, selectedCookies, selectedQuery } from './cache-key';
import { type Fields, joined } from './fields';
import type { ViewerRequest } from './message';
import type { CachePolicy, OriginRequestPolicy } from './policies';

/** A request as it goes to an origin, before what that origin itself adds. */
export interface OriginRequest {
  readonly method: string;
  /** Without the origin's own path. */
  readonly uri: string;
  readonly query: string;
  readonly headers: Fields;
  readonly body: Buffer;
  /** Host that the viewer asked for, where it is passed on. */
  readonly viewerHost?: string;
}

const REMOVED =
  /^(connection|expect|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|cookie|host|accept-encoding|user-agent|x-edge-.*|x-amz-cf-.*|x-forwarded-proto|x-real-ip|via|x-forwarded-for)$/;
/** Of the answer itself: passed on only where the answer is not kept, because kept answers are whole. */
const CONDITIONS = [
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
];
const BODY_HEADERS = ['content-type', 'content-encoding', 'content-md5'];

export interface Forwarding {
  readonly cachePolicy: CachePolicy;
  readonly originRequestPolicy: OriginRequestPolicy | undefined;
  /** Domain name of the distribution, for `Via`. */
  readonly distributionDomainName: string;
}

/** What reaches the origin: the cache key, what the origin request policy adds, and CloudFront's own headers. */
export function originRequest(request: ViewerRequest, forwarding: Forwarding): OriginRequest {
  const { cachePolicy, originRequestPolicy } = forwarding;
  const forwarded = forwardedHeaders(request, originRequestPolicy);
  const headers: Fields = new Map();
  for (const [name, values] of forwarded) if (!REMOVED.test(name)) headers.set(name, values);
  for (const [name, value] of keyHeaders(request, cachePolicy)) {
    if (!REMOVED.test(name)) headers.set(name, [value]);
  }
  if (request.body.length > 0) {
    for (const name of BODY_HEADERS) copy(request.headers, name, headers);
  }
  const keepsNothing = cachePolicy.maxTtlSeconds === 0;
  for (const name of CONDITIONS) {
    if (keepsNothing) copy(request.headers, name, headers);
    else headers.delete(name);
  }
  const reads = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
  if (!reads) copy(request.headers, 'authorization', headers);

  const isKept = (name: string) =>
    forwarded.has(name) || keyHeaders(request, cachePolicy).some(([key]) => key === name);
  const encoding =
    cachePolicy.gzip || cachePolicy.brotli
      ? normalizedEncoding(joined(request.headers, 'accept-encoding'), cachePolicy)
      : (isKept('accept-encoding') && joined(request.headers, 'accept-encoding')) || '';
  if (encoding !== '') headers.set('accept-encoding', [encoding]);
  const agent = isKept('user-agent') ? joined(request.headers, 'user-agent') : undefined;
  headers.set('user-agent', [agent ?? 'Amazon CloudFront']);
  const cookies = bothCookies(request, forwarding);
  if (cookies !== '') headers.set('cookie', [cookies]);
  append(headers, 'x-forwarded-for', joined(request.headers, 'x-forwarded-for'), request.ip, ',');
  append(
    headers,
    'via',
    joined(request.headers, 'via'),
    `${request.httpVersion} ${forwarding.distributionDomainName} (CloudFront)`,
    ', ',
  );
  headers.set('x-amz-cf-id', [request.id]);
  const viewerHost = isKept('host') ? joined(request.headers, 'host') : undefined;
  return {
    method: request.method,
    uri: request.uri,
    query: bothQueries(request, forwarding),
    headers,
    body: request.body,
    ...(viewerHost === undefined ? {} : { viewerHost }),
  };
}

/** An origin's custom headers replace a viewer's of the same name. */
export function withCustomHeaders(headers: Fields, origin: Origin): Fields {
  return new Map([
    ...headers,
    ...origin.customHeaders.map(({ name, value }): [string, string[]] => [name.toLowerCase(), [value]]),
  ]);
}

function forwardedHeaders({ headers }: ViewerRequest, policy: OriginRequestPolicy | undefined): Fields {
  if (policy === undefined) return new Map();
  const { behavior, names } = policy.headers;
  switch (behavior) {
    case 'whitelist':
      return new Map([...headers].filter(([name]) => names.has(name)));
    case 'allViewer':
    case 'allViewerAndWhitelistCloudFront':
      return headers;
    case 'allExcept':
      return new Map([...headers].filter(([name]) => !names.has(name)));
    default:
      return new Map();
  }
}

function bothQueries({ query }: ViewerRequest, { cachePolicy, originRequestPolicy }: Forwarding): string {
  const inKey = selectedQuery(query, cachePolicy.queryStrings);
  if (originRequestPolicy === undefined) return inKey;
  return union(
    query.split('&'),
    inKey.split('&'),
    selectedQuery(query, originRequestPolicy.queryStrings).split('&'),
  ).join('&');
}

function bothCookies(request: ViewerRequest, { cachePolicy, originRequestPolicy }: Forwarding): string {
  const cookies = joined(request.headers, 'cookie');
  const inKey = selectedCookies(cookies, cachePolicy.cookies);
  if (originRequestPolicy === undefined || cookies === undefined) return inKey;
  const forwarded = selectedCookies(cookies, originRequestPolicy.cookies);
  return union(
    cookies.split(';').map((cookie) => cookie.trim()),
    inKey.split('; '),
    forwarded.split('; '),
  ).join('; ');
}

const union = (all: readonly string[], ...parts: readonly (readonly string[])[]) =>
  all.filter((one) => one !== '' && parts.some((part) => part.includes(one)));

function copy(from: Fields, name: string, to: Fields): void {
  const values = from.get(name);
  if (values !== undefined) to.set(name, values);
}

function append(
  to: Fields,
  name: string,
  before: string | undefined,
  value: string,
  separator: string,
): void {
  to.set(name, [before === undefined ? value : `${before}${separator}${value}`]);
}
