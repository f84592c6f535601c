import cf from 'cloudfront';
import { targetOf } from './country.mjs';
import { isPreflight, preflightAnswer } from './cross-origin.mjs';
import type { Headers, ViewerRequest, ViewerRequestEvent, ViewerResponse } from './event.js';
import { isProtected } from './protected-path.mjs';
import type { CrossOriginRules, SiteRoutes, TokenRules } from './routes.js';
import { isValidToken, tokenOf } from './token.mjs';

/** Generated from the document when the function is bundled. */
declare const ROUTES: SiteRoutes;

/** Lower-case name; part of the cache key and sent to the origin, so what a viewer sent there must never survive. */
declare const REGION_HEADER: string;

/** Null where the response headers policy alone answers for other origins: the code is left out then. */
declare const CROSS_ORIGIN: CrossOriginRules | null;

/** Null where no path needs a token: the code is left out then. */
declare const TOKENS: TokenRules | null;

/**
 * Everything that happens to a request before the cache, since CloudFront admits one function there: answers preflight
 * requests and asks for tokens, where the document wants that, and routes.
 *
 * Sends a viewer to the region of its country, or to that region's stand-in while operators have drained it.
 *
 * Reads and their repeats (GET, HEAD, OPTIONS) are tried in a second region where the first does not answer; for
 * other methods CloudFront has no second try, and the failover record of the region's name does the work. An error
 * never reaches the viewer: without a decision the request goes to the behaviour's own origin, the nearest region.
 */
export async function handler(event: ViewerRequestEvent): Promise<ViewerRequest | ViewerResponse> {
  const request = event.request;
  const asksFirst = (CROSS_ORIGIN || TOKENS) && isPreflight(request);
  if (CROSS_ORIGIN && asksFirst) {
    return preflightAnswer(request, CROSS_ORIGIN);
  }
  if (TOKENS && !asksFirst && isProtected(request.uri, TOKENS.prefixes)) {
    const refusal = await refusalOf(request, TOKENS);
    if (refusal) {
      return refusal;
    }
  }
  try {
    const home = targetOf(request, ROUTES.masks);
    const standIn = ROUTES.failover[home] as number;
    const moved = standIn !== home && (await isDrained(home)) && !(await isDrained(standIn));
    const region = moved ? standIn : home;
    const second = ROUTES.failover[region] as number;

    chooseOrigin(request.method, region, moved && second === home ? region : second);
    request.headers[REGION_HEADER] = { value: name(region) };
  } catch {
    if (request?.headers) {
      delete request.headers[REGION_HEADER];
    }
  }
  return request;
}

/** 401 without a token, 403 with one that does not hold, and never why. */
async function refusalOf(request: ViewerRequest, rules: TokenRules): Promise<ViewerResponse | undefined> {
  const token = tokenOf(request);
  if (token !== '' && (await isValidToken(token, rules.keyIds, Date.now() / 1000))) {
    return undefined;
  }
  const headers: Headers = { 'cache-control': { value: 'no-store' } };
  if (token !== '') {
    return { statusCode: 403, statusDescription: 'Forbidden', headers };
  }
  headers['www-authenticate'] = { value: 'Bearer' };
  return { statusCode: 401, statusDescription: 'Unauthorized', headers };
}

function chooseOrigin(method: string, region: number, second: number): void {
  const reads = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  if (reads && second !== region) {
    cf.createRequestOriginGroup({
      originIds: [{ originId: name(region) }, { originId: name(second) }],
      failoverCriteria: { statusCodes: [502, 503, 504] },
    });
  } else {
    cf.selectRequestOriginById(name(region));
  }
}

/** Only drained regions have a key, so a failed read, like a missing key, means the region serves. */
async function isDrained(region: number): Promise<boolean> {
  try {
    return (await cf.kvs().get(name(region))) === 'drained';
  } catch {
    return false;
  }
}

function name(region: number): string {
  return ROUTES.regions[region] as string;
}
