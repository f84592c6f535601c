import cf from 'cloudfront';
import type { Headers, Value, ViewerRequest, ViewerResponse } from './event.js';
import type { CrossOriginRules } from './routes.js';

/** Start of the store's keys under which allowed origins stand: `cors:https://app.example.com`. */
const KEY_PREFIX = 'cors:';

/** Answer to a browser that asks whether it may send a request. */
export async function preflightAnswer(
  request: ViewerRequest,
  rules: CrossOriginRules,
): Promise<ViewerResponse> {
  const origin = request.headers.origin ? request.headers.origin.value : '';
  const headers: Headers = {};
  if (isListed(origin, rules.origins) || (await isStored(origin))) {
    allow(headers, origin, rules.credentials);
    headers['access-control-allow-methods'] = { value: rules.methods };
    headers['access-control-allow-headers'] = { value: rules.headers };
    headers['access-control-max-age'] = { value: rules.maxAge };
  }
  varyByOrigin(headers);
  return { statusCode: 204, statusDescription: 'No Content', headers };
}

/** Such a question comes without credentials, and asks for nothing. */
export function isPreflight(request: ViewerRequest): boolean {
  const headers = request.headers;
  return request.method === 'OPTIONS' && !!headers.origin && !!headers['access-control-request-method'];
}

export function isListed(origin: string, listed: readonly string[]): boolean {
  return listed.some((entry) => {
    const star = entry.indexOf('*');
    return star < 0
      ? entry === origin
      : origin.slice(0, star) === entry.slice(0, star) &&
          origin.length > entry.length - 1 &&
          origin.slice(-(entry.length - star - 1)) === entry.slice(star + 1) &&
          /^[a-z0-9.-]+$/.test(origin.slice(star, star + 1 - entry.length));
  });
}

/** Any error means that the origin is not allowed. */
export async function isStored(origin: string): Promise<boolean> {
  try {
    return (
      /^https:\/\/[a-z0-9.:-]{1,260}$/.test(origin) && (await cf.kvs().get(KEY_PREFIX + origin)) === 'allowed'
    );
  } catch {
    return false;
  }
}

/** The origin by name: browsers refuse `*` together with credentials. */
export function allow(headers: Headers, origin: string, credentials: boolean): void {
  headers['access-control-allow-origin'] = { value: origin };
  if (credentials) {
    headers['access-control-allow-credentials'] = { value: 'true' };
  }
}

/** Caches behind the edge must not give one origin's answer to another. */
export function varyByOrigin(headers: Headers): void {
  const vary = headers.vary ? linesOf(headers.vary) : '';
  if (!/(^|,) *(origin|\*) *(,|$)/i.test(vary)) {
    headers.vary = { value: vary === '' ? 'Origin' : vary + ', Origin' };
  }
}

function linesOf(header: Value): string {
  return header.multiValue ? header.multiValue.map((line) => line.value).join(', ') : header.value;
}
