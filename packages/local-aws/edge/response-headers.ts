import { addVary, type Fields, joined } from './fields';
import type { Cors, ResponseHeadersPolicy } from './policies';

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

/** Each header of the policy stands for itself: without override, the origin's header of that name stays. */
function applyCors(cors: Cors, method: string, request: Fields, headers: Fields): void {
  const origin = joined(request, 'origin');
  if (origin === undefined) return;
  const anyone = cors.allowOrigins.includes('*');
  const allowed = anyone || cors.allowOrigins.some((one) => matchesOrigin(one, origin));
  const preflight = method === 'OPTIONS' && request.has('access-control-request-method');
  const methods = cors.allowMethods.includes('ALL') ? ALL_METHODS : cors.allowMethods.join(', ');
  const values: Record<string, string | undefined> = {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-credentials': cors.allowCredentials ? 'true' : undefined,
    'access-control-allow-methods': preflight ? methods : undefined,
    'access-control-allow-headers': preflight ? cors.allowHeaders.join(', ') : undefined,
    'access-control-max-age': preflight ? cors.maxAgeSeconds : undefined,
    'access-control-expose-headers': preflight ? undefined : cors.exposeHeaders.join(', '),
  };
  for (const [name, value] of Object.entries(values)) {
    if (cors.originOverride) headers.delete(name);
    if (allowed && value && !headers.has(name)) headers.set(name, [value]);
  }
  if (!anyone) addVary(headers, 'Origin');
}

/** `https://*.example.com`, `*://example.com`, `example.com` (any scheme), or the origin itself. */
function matchesOrigin(allowed: string, origin: string): boolean {
  if (allowed === origin) return true;
  const whole = allowed.includes('://') ? allowed : `*://${allowed}`;
  const source = whole.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${source}$`, 'i').test(origin);
}
