import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { objectPath } from '../shared/object-key';
import { type Outcome, TransientError } from './outcome';
import { isPublicAddress, publicLookup } from './public-address';

/** Where every object is. */
export interface Source {
  /** Address that keys are appended to. */
  readonly url: string;
  /** False refuses connections to addresses that are not public. */
  readonly mayBePrivate: boolean;
}

/** The whole object, about to be read. */
export interface SourceObject {
  readonly headers: IncomingHttpHeaders;
  /** What the source declared. Undefined only for a chunked answer, whose end cannot be missed. */
  readonly contentLength: number | undefined;
  readonly body: AsyncIterable<Buffer>;
  /** Ends the connection without reading on. */
  discard(): void;
}

/** Silence for this long, before the answer or inside it, is a broken connection. */
const IDLE_TIMEOUT_MILLISECONDS = 15_000;

/** Asks the source for the whole object. The host comes from the deployment, only the path from the message. */
export async function openSource(
  { url, mayBePrivate }: Source,
  key: string,
  signal: AbortSignal,
): Promise<SourceObject | Outcome> {
  const response = await responseOf(
    new URL(url.replace(/\/$/, '') + objectPath(key)),
    mayBePrivate ? undefined : publicLookup,
    signal,
  );
  const { headers } = response;
  const discard = () => void response.destroy();
  try {
    const outcome = classified(response) ?? storability(headers);
    if (outcome !== undefined) {
      discard();
      return outcome;
    }
  } catch (error) {
    discard();
    throw error;
  }
  const declared = headers['content-length'];
  return {
    headers,
    contentLength: declared === undefined ? undefined : Number(declared),
    body: response,
    discard,
  };
}

function responseOf(
  url: URL,
  lookup: typeof publicLookup | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
    const fail = (error: Error) => reject(new TransientError(`source: ${error.message}`));
    // Node.js looks up names only.
    const address = url.hostname.replace(/^\[|\]$/g, '');
    if (lookup !== undefined && isIP(address) !== 0 && !isPublicAddress(address)) {
      return fail(new Error(`expected a public address, got ${address}`));
    }
    const headers = {
      // The length then counts the bytes that are stored.
      'accept-encoding': 'identity',
      // Firewalls, the platform's own among them, refuse whoever sends none.
      'user-agent': 'meridian-fill-worker',
    };
    // Redirects are not followed.
    const sent = request(url, { headers, lookup, signal }, resolve);
    sent.setTimeout(IDLE_TIMEOUT_MILLISECONDS, () => sent.destroy(new Error('no data in time')));
    sent.on('error', fail).end();
  });
}

/** What a status other than 200 means; throws where asking again may help. */
function classified({ statusCode = 0, headers }: IncomingMessage): Outcome | undefined {
  if (statusCode === 200) {
    const whole =
      headers['content-length'] !== undefined || headers['transfer-encoding']?.toLowerCase() === 'chunked';
    return whole ? undefined : 'unusable-answer';
  }
  if (statusCode === 404 || statusCode === 410) return 'missing-at-source';
  if (statusCode === 401 || statusCode === 403) return 'refused-by-source';
  if (statusCode === 408 || statusCode === 425 || statusCode === 429 || statusCode >= 500) {
    throw new TransientError(`source: expected 200, got ${statusCode}`, seconds(headers['retry-after']));
  }
  return 'unusable-answer';
}

/** `Retry-After` as a number of seconds; dates are not worth a parser here. */
function seconds(retryAfter: string | undefined): number | undefined {
  return retryAfter !== undefined && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined;
}

/** An object in the bucket is served to everybody, for ever, and in one version. */
function storability(headers: IncomingHttpHeaders): Outcome | undefined {
  const cacheControl = (headers['cache-control'] ?? '').toLowerCase();
  const vary = (headers.vary ?? '').toLowerCase();
  const personal =
    headers['set-cookie'] !== undefined ||
    /\b(no-store|private)\b/.test(cacheControl) ||
    /\*|\b(cookie|authorization)\b/.test(vary);
  return personal ? 'not-storable' : undefined;
}
