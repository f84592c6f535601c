import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Outcome, TransientError } from '../outcome';
import { isKeepable } from './properties';

/** Why an answer to a request for the whole object is not stored; throws where asking again may help. */
export function refusal(response: IncomingMessage): Outcome | undefined {
  return (
    statusRefusal(response) ??
    (isWhole(response.headers) ? headerRefusal(response.headers) : 'unusable-answer')
  );
}

/** What a status other than 200 means; throws where asking again may help. */
export function statusRefusal({ statusCode = 0, headers }: IncomingMessage): Outcome | undefined {
  if (statusCode === 200) return undefined;
  if (statusCode === 404 || statusCode === 410) return 'missing-at-source';
  if (statusCode === 401 || statusCode === 403) return 'refused-by-source';
  if (statusCode === 408 || statusCode === 425 || statusCode === 429 || statusCode >= 500) {
    throw new TransientError(`source: expected 200, got ${statusCode}`, seconds(headers['retry-after']));
  }
  return 'unusable-answer';
}

/** Nobody asked for a range, and the end of the body must be one that cannot be missed. */
function isWhole(headers: IncomingHttpHeaders): boolean {
  const hasEnd =
    headers['content-length'] !== undefined || headers['transfer-encoding']?.toLowerCase() === 'chunked';
  return hasEnd && headers['content-range'] === undefined;
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
  const isVariant = headers['content-encoding'] !== undefined && /\baccept-encoding\b/.test(vary);
  if (isPersonal || isVariant) return 'not-storable';
  return isKeepable(headers) ? undefined : 'unusable-answer';
}

/** `Retry-After` as a number of seconds; dates are not worth a parser here. */
function seconds(retryAfter: string | undefined): number | undefined {
  return retryAfter !== undefined && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined;
}
