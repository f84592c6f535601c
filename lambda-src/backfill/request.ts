import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { TransientError } from './outcome';
import { isPublicAddress, publicLookup } from './public-address';

/** Where every object is. */
export interface Source {
  /** Address that keys are appended to. */
  readonly url: string;
  /** False refuses connections to addresses that are not public. */
  readonly mayBePrivate: boolean;
  /** Hosts that the source may redirect to, each with its port where that is not the default. @default - none */
  readonly redirectHosts?: readonly string[];
  /** Silence for this long, before the answer or inside it, is a broken connection. @default 15,000 */
  readonly idleTimeoutMilliseconds?: number;
}

const IDLE_TIMEOUT_MILLISECONDS = 15_000;

/** Sends one request; whoever gets the answer reads or destroys it. Redirects are not followed. */
export function ask(
  source: Source,
  url: URL,
  { method = 'GET', headers = {} }: { method?: 'GET' | 'HEAD'; headers?: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new TransientError(`source: ${error.message}`));
    // Node.js looks up names only.
    const address = url.hostname.replace(/^\[|\]$/g, '');
    if (!source.mayBePrivate && isIP(address) !== 0 && !isPublicAddress(address)) {
      return fail(new Error(`expected a public address, got ${address}`));
    }
    const sent = (url.protocol === 'http:' ? httpRequest : httpsRequest)(
      url,
      {
        method,
        headers: {
          // The length then counts the bytes that are stored.
          'accept-encoding': 'identity',
          // Firewalls, the platform's own among them, refuse whoever sends none.
          'user-agent': 'meridian-fill-worker',
          ...headers,
        },
        lookup: source.mayBePrivate ? undefined : publicLookup,
        signal,
      },
      (response) => {
        // More bytes than were declared: the declared length is not the object's.
        sent.on('error', (error) => response.destroy(error));
        resolve(response);
      },
    );
    sent.setTimeout(source.idleTimeoutMilliseconds ?? IDLE_TIMEOUT_MILLISECONDS, () =>
      sent.destroy(new Error('no data in time')),
    );
    sent.on('error', fail).end();
  });
}
