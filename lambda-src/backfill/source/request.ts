import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { HANDSHAKE, isReset } from '../connection';
import { reasonOf, TransientError } from '../outcome';
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
/** Security policies and cookies make them long; Node.js takes 16 KiB. */
const MAXIMUM_HEADER_BYTES = 64 * 1024;

/** The answer begins in a way that is no HTTP: another question would begin in the same way. */
export class InvalidHttp extends TransientError {}

/** Sends one request; whoever gets the answer reads or destroys it. Redirects are not followed. */
export function ask(
  source: Source,
  url: URL,
  { method = 'GET', headers = {} }: { method?: 'GET' | 'HEAD'; headers?: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const Failure = isNoHttp(error) ? InvalidHttp : TransientError;
      reject(new Failure(`source: ${reasonOf(error)}`));
    };
    // Node.js looks up names only.
    const address = url.hostname.replace(/^\[|\]$/g, '');
    if (!source.mayBePrivate && isIP(address) !== 0 && !isPublicAddress(address)) {
      return fail(new Error(`expected a public address, got ${address}`));
    }
    const send = () => {
      let answer: IncomingMessage | undefined;
      let isSentAgain = false;
      const sent = (url.protocol === 'http:' ? httpRequest : httpsRequest)(
        url,
        {
          method,
          headers: {
            // The length then counts the bytes that are stored.
            'Accept-Encoding': 'identity',
            // Firewalls, the platform's own among them, refuse whoever sends none.
            'User-Agent': 'meridian-fill-worker',
            ...headers,
          },
          lookup: source.mayBePrivate ? undefined : publicLookup,
          ...HANDSHAKE,
          maxHeaderSize: MAXIMUM_HEADER_BYTES,
          signal,
        },
        (response) => {
          answer = response;
          resolve(response);
        },
      );
      const isWaiting = () => answer === undefined || (!answer.complete && answer.readableLength === 0);
      endSilence(sent, source.idleTimeoutMilliseconds ?? IDLE_TIMEOUT_MILLISECONDS, isWaiting);
      sent.on('error', (error) => {
        // More bytes than were declared: the declared length is not the object's.
        if (answer !== undefined) return void answer.destroy(error);
        isSentAgain = sent.reusedSocket && (isReset(error) || isNoHttp(error));
        return isSentAgain ? send() : fail(error);
      });
      // An answer that nobody asked for, such as 101, ends the connection without any other event.
      sent.on('close', () => isSentAgain || fail(new Error('closed without an answer')));
      sent.end();
    };
    send();
  });
}

/** What the parser refuses; on a connection that was kept, it may be what was left over of the answer before. */
function isNoHttp({ code = '' }: NodeJS.ErrnoException): boolean {
  return code.startsWith('HPE_');
}

/**
 * Ends a request for which nothing arrives for so long although somebody waits for it.
 *
 * The socket's own timeout does not ask who waits: it would end a request whose bytes lie here because the bucket is slow.
 */
function endSilence(sent: ClientRequest, idleMilliseconds: number, isWaiting: () => boolean): void {
  let bytes = 0;
  let heard = Date.now();
  const watch = setInterval(() => {
    const read = sent.socket?.bytesRead ?? 0;
    if (read !== bytes || !isWaiting()) {
      bytes = read;
      heard = Date.now();
    } else if (Date.now() - heard >= idleMilliseconds) {
      sent.destroy(new Error('no data in time'));
    }
  }, idleMilliseconds / 5).unref();
  sent.on('close', () => clearInterval(watch));
}
