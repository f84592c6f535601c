import { createHash } from 'node:crypto';
import type { RandomServer } from './server';

type Turn = RandomServer['turns'][number];

/**
 * What may be in the bucket after a fill from this server: the bytes of one version, whole, which the server sent in an answer
 * that may be stored. It is written from the RFCs and knows nothing of the worker.
 */
export function mayBeStored({ versions, turns }: RandomServer, body: Buffer): boolean {
  return turns.some(
    (turn) =>
      isStorable(turn) &&
      (sentBy(turn, versions).some((sent) => sent.equals(body)) || isUnknowable(turn, versions, body)),
  );
}

/** Bytes that fall over in every answer, of a server that offers no digest: nobody can tell which. */
function isUnknowable(turn: Turn, versions: readonly Buffer[], body: Buffer): boolean {
  return (
    turn.delivery === 'corrupt' && body.length === versions[turn.version]?.length && !contradicts(turn, body)
  );
}

/** The bytes that an answer of this kind stands for: with a byte fallen over, where no digest says that it is wrong. */
function sentBy(turn: Turn, versions: readonly Buffer[]): Buffer[] {
  const body = versions[turn.version] ?? Buffer.alloc(0);
  if (turn.delivery !== 'corrupt' || body.length === 0) return contradicts(turn, body) ? [] : [body];
  const fallen = Buffer.from(body);
  fallen[fallen.length - 1] = (fallen.at(-1) ?? 0) ^ 1;
  return contradicts(turn, fallen) ? [] : [fallen];
}

/** RFC 9111 §3, RFC 9112 §6: for everybody, to be kept, whole, and with an end that cannot be missed. */
function isStorable({ status, headers, framing, delivery }: Turn): boolean {
  const isPrivate =
    headers['set-cookie'] !== undefined ||
    /no-store|private/.test(headers['cache-control'] ?? '') ||
    /\*|cookie/i.test(headers.vary ?? '');
  const isPacked = headers['content-encoding'] === 'gzip';
  return (
    status === 200 &&
    !isPrivate &&
    !(isPacked && headers.vary === 'Accept-Encoding') &&
    headers['content-range'] === undefined &&
    headers['content-type'] !== 'text/html' &&
    (framing === 'length' || framing === 'chunked') &&
    ['whole', 'trickle', 'corrupt', 'stall', 'extra', 'cut', 'reset'].includes(delivery)
  );
}

/** Whether a digest that the answer offers, and that can be read, is of other bytes. */
function contradicts({ headers }: Turn, body: Buffer): boolean {
  const sum = (algorithm: string) => createHash(algorithm).update(body).digest('base64');
  const md5 = headers['content-md5'];
  const isMd5 = md5 !== undefined && /^[\w+/]{22}(==)?$/.test(md5);
  if (isMd5 && !sum('md5').startsWith(md5.replace(/=/g, ''))) return true;
  const claims: readonly (readonly [string | undefined, string])[] = [
    [/sha-256=:(.*?):/.exec(headers['repr-digest'] ?? '')?.[1], 'sha256'],
    [/sha-512=:(.*?):/.exec(headers['repr-digest'] ?? '')?.[1], 'sha512'],
    [/md5=(.*)/.exec(headers['x-goog-hash'] ?? '')?.[1], 'md5'],
    [headers['x-amz-checksum-sha256'], 'sha256'],
  ];
  return claims.some(([claim, algorithm]) => claim !== undefined && claim !== sum(algorithm));
}
