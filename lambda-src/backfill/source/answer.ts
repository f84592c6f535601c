import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Outcome, TransientError } from '../outcome';
import { codingsOf } from './codings';
import { mayPass, retryAfterSeconds } from './http-values';
import { isKeepable } from './properties';

/** Endings of names behind which no browser expects a page. */
const FILE =
  /\.(avif|gif|jpe?g|png|svg|webp|ico|mp[34]|m4[av]|mov|webm|og[agv]|wav|m3u8|mpd|ts|m4s|vtt|woff2?|css|m?js|json|pdf|zip|gz)$/i;

/** Why an answer to a request for the whole object is not stored; throws where asking again may help. */
export function refusal(response: IncomingMessage, key: string): Outcome | undefined {
  const { headers } = response;
  return (
    statusRefusal(response) ??
    (isWhole(headers) && !isPageForFile(headers, key) ? headerRefusal(headers) : 'unusable-answer')
  );
}

/** What a status other than 200 means; throws where asking again may help. */
function statusRefusal({ statusCode = 0, headers }: IncomingMessage): Outcome | undefined {
  if (statusCode === 200) return undefined;
  if (statusCode === 404 || statusCode === 410) return 'missing-at-source';
  if (statusCode === 401 || statusCode === 403) return 'refused-by-source';
  if (mayPass(statusCode)) {
    throw new TransientError(`source: expected 200, got ${statusCode}`, retryAfterSeconds(headers));
  }
  return 'unusable-answer';
}

/** Nobody asked for a range, and the end of the body must be one that cannot be missed. */
function isWhole(headers: IncomingHttpHeaders): boolean {
  const hasEnd =
    headers['content-length'] !== undefined || headers['transfer-encoding']?.toLowerCase() === 'chunked';
  return hasEnd && headers['content-range'] === undefined;
}

/** A page in place of a file: many sites answer so, with 200, where the file is missing or somebody has to sign in. */
function isPageForFile(headers: IncomingHttpHeaders, key: string): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '') && FILE.test(key);
}

/** An object in the bucket is served to everybody, for ever, and in one version. */
function headerRefusal(headers: IncomingHttpHeaders): Outcome | undefined {
  const cacheControl = (headers['cache-control'] ?? '').toLowerCase();
  const vary = (headers.vary ?? '').toLowerCase();
  const isPersonal =
    headers['set-cookie'] !== undefined ||
    /\b(no-store|private)\b/.test(cacheControl) ||
    /\*|\b(cookie|authorization)\b/.test(vary);
  // Compressed for us, who asked for the bytes as they are: other viewers get other bytes.
  const isVariant = codingsOf(headers).length > 0 && /\baccept-encoding\b/.test(vary);
  if (isPersonal || isVariant) return 'not-storable';
  return isKeepable(headers) ? undefined : 'unusable-answer';
}
