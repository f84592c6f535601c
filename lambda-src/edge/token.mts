import crypto from 'node:crypto';
import cf from 'cloudfront';
import type { ViewerRequest } from './event.js';

/** Cookie of browsers, which cannot put a header on images, videos and links. */
const TOKEN_COOKIE = '__Secure-meridian-token';
const MAXIMUM_LENGTH = 2048;
/** Decoders pass over signs that are not base64url, each in its way. */
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** Start of the store's keys under which signing keys stand: `token-key:1`. */
const KEY_PREFIX = 'token-key:';
/** A shorter key in the store is a mistake, and one that could be guessed. */
const MINIMUM_KEY_LENGTH = 32;

/** The token that a request shows: `Authorization: Bearer …`, else the cookie. Never the query, which is logged. */
export function tokenOf(request: ViewerRequest): string {
  const authorization = request.headers.authorization;
  if (authorization && /^Bearer /i.test(authorization.value)) {
    return authorization.value.slice('Bearer '.length);
  }
  const cookie = request.cookies[TOKEN_COOKIE];
  return cookie ? cookie.value : '';
}

/**
 * Whether a token was signed with one of the keys and holds now: a JSON web token with `alg` HS256, a `kid` among
 * `keyIds`, an `exp` that has not come and an `nbf`, if any, that has.
 *
 * Whatever is wrong, the store included, is a no.
 */
export async function isValidToken(token: string, keyIds: readonly string[], now: number): Promise<boolean> {
  try {
    if (token.length > MAXIMUM_LENGTH || !SHAPE.test(token)) {
      return false;
    }
    const parts = token.split('.');
    const header = decoded(parts[0] as string);
    const keyId = header.kid;
    // An extension that must be understood (RFC 7515 §4.1.11), and none is.
    if (header.crit !== undefined) {
      return false;
    }
    if (header.alg !== 'HS256' || typeof keyId !== 'string' || keyIds.indexOf(keyId) < 0) {
      return false;
    }
    const key = await cf.kvs().get(KEY_PREFIX + keyId);
    if (key.length < MINIMUM_KEY_LENGTH) {
      return false;
    }
    const signed = parts[0] + '.' + parts[1];
    const signature = crypto.createHmac('sha256', key).update(signed).digest('base64url');
    // Claims of a stranger are not even parsed.
    return isEqual(signature, parts[2] as string) && holds(decoded(parts[1] as string), now);
  } catch {
    return false;
  }
}

function holds(claims: Record<string, unknown>, now: number): boolean {
  const notBefore = claims.nbf;
  return (
    typeof claims.exp === 'number' &&
    now < claims.exp &&
    (notBefore === undefined || (typeof notBefore === 'number' && notBefore <= now))
  );
}

function decoded(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

/** Takes as long for the first difference as for the last, so that a signature cannot be found letter by letter. */
function isEqual(expected: string, given: string): boolean {
  let difference = expected.length ^ given.length;
  for (let at = 0; at < expected.length; at++) {
    difference |= expected.charCodeAt(at) ^ given.charCodeAt(at);
  }
  return difference === 0;
}
