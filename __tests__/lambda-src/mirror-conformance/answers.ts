import { createHash } from 'node:crypto';
import { head, type RawAnswer, rangeOf } from '../../support/raw-source';

/** Bytes whose period divides no part. */
export const bytes = (length: number, version = 0) =>
  Buffer.alloc(length, Buffer.from(Array.from({ length: 251 }, (_, index) => (index + version) % 256)));

type Headers = Readonly<Record<string, string>>;

/** The whole object with its length. */
export function whole(body: Buffer | string, headers: Headers = {}, status = 200): RawAnswer {
  const sent = Buffer.from(body);
  return ({ method }, socket) =>
    socket.end(
      Buffer.concat([
        block(status, { ...headers, 'content-length': String(sent.length) }),
        method === 'HEAD' ? Buffer.alloc(0) : sent,
      ]),
    );
}

export const status = (code: number, headers: Headers = {}): RawAnswer => whole('', headers, code);

/** These bytes, whatever HTTP says about them; the connection ends behind them. */
export const raw = (...pieces: (Buffer | string)[]): RawAnswer => {
  const sent = Buffer.concat(pieces.map((piece) => Buffer.from(piece as string, 'latin1')));
  return (_, socket) => socket.end(sent);
};

/** The body in chunks, with the end that says that it is one. */
export function chunked(pieces: readonly (Buffer | string)[], ended = true): RawAnswer {
  const framed = pieces.flatMap((piece) => [`${Buffer.byteLength(piece).toString(16)}\r\n`, piece, '\r\n']);
  return raw(block(200, { 'transfer-encoding': 'chunked' }), ...framed, ended ? '0\r\n\r\n' : '');
}

export const block = (code: number, headers: Headers): Buffer =>
  Buffer.from(head(code, Object.entries(headers)), 'latin1');

/** An object that is handed out in ranges; `versionOf` says which version the given request sees. */
export function ranged(length: number, versionOf: (count: number) => number = () => 1): RawAnswer {
  return (request, socket) => {
    const version = versionOf(request.count);
    const body = bytes(length, version);
    const headers = { etag: `"v${version}"`, 'accept-ranges': 'bytes' };
    const range = rangeOf(request, length);
    if (range === undefined || request.headers['if-range'] !== headers.etag) {
      return whole(body, headers)(request, socket);
    }
    const part = body.subarray(range.first, range.last + 1);
    const contentRange = `bytes ${range.first}-${range.last}/${length}`;
    return whole(part, { ...headers, 'content-range': contentRange }, 206)(request, socket);
  };
}

/** Answers each request in turn; the last answer stays. */
export const inTurn =
  (...answers: readonly RawAnswer[]): RawAnswer =>
  (request, socket) =>
    answers[Math.min(request.count, answers.length) - 1]?.(request, socket);

export const digest = (algorithm: string, body: Buffer | string) =>
  createHash(algorithm).update(body).digest('base64');
