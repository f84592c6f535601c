import { addVary, type Fields, joined } from './fields';
import type { Cors, ResponseHeadersPolicy } from './policies';

const CORS_HEADERS = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-expose-headers',
  'access-control-max-age',
];

const ALL_METHODS = 'GET, DELETE, HEAD, OPTIONS, PATCH, POST, PUT';

/** What the policy makes of an answer's headers; `request` are the viewer's. */
export function applyResponseHeaders(
  policy: ResponseHeadersPolicy,
  method: string,
  request: Fields,
  headers: Fields,
  serverTiming: () => string,
): void {
  for (const name of policy.remove) headers.delete(name);
  if (policy.cors !== undefined) applyCors(policy.cors, method, request, headers);
  for (const { name, value, override } of policy.set) {
    if (override || !headers.has(name)) headers.set(name, [value]);
  }
  if (policy.serverTimingPercent > 0 && Math.random() * 100 < policy.serverTimingPercent) {
    const own = serverTiming();
    headers.set('server-timing', [[...(headers.get('server-timing') ?? []), own].join(', ')]);
  }
}

function applyCors(cors: Cors, method: string, request: Fields, headers: Fields): void {
  const origin = joined(request, 'origin');
  if (origin === undefined) return;
  if (!cors.originOverride && CORS_HEADERS.some((name) => headers.has(name))) return;
  if (cors.originOverride) for (const name of CORS_HEADERS) headers.delete(name);
  const anyone = cors.allowOrigins.includes('*');
  if (!anyone) addVary(headers, 'Origin');
  if (!anyone && !cors.allowOrigins.some((allowed) => matchesOrigin(allowed, origin))) return;

  headers.set('access-control-allow-origin', [anyone ? '*' : origin]);
  if (cors.allowCredentials) headers.set('access-control-allow-credentials', ['true']);
  const preflight = method === 'OPTIONS' && request.has('access-control-request-method');
  if (preflight) {
    headers.set('access-control-allow-methods', [
      cors.allowMethods.includes('ALL') ? ALL_METHODS : cors.allowMethods.join(', '),
    ]);
    if (cors.allowHeaders.length > 0) {
      headers.set('access-control-allow-headers', [cors.allowHeaders.join(', ')]);
    }
    if (cors.maxAgeSeconds !== undefined) headers.set('access-control-max-age', [cors.maxAgeSeconds]);
  } else if (cors.exposeHeaders.length > 0) {
    headers.set('access-control-expose-headers', [cors.exposeHeaders.join(', ')]);
  }
}

/** `https://*.example.com`, `*://example.com`, `example.com` (any scheme), or the origin itself. */
function matchesOrigin(allowed: string, origin: string): boolean {
  if (allowed === origin) return true;
  const whole = allowed.includes('://') ? allowed : `*://${allowed}`;
  const source = whole.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${source}$`, 'i').test(origin);
}
