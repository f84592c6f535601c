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

export const OLD = 'Wed, 21 Oct 2015 07:28:00 GMT';
export const NEW = 'Thu, 22 Oct 2015 07:28:00 GMT';

export interface PartialAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Hands out ranges of version 1 of an object as it should, but for those from the `from`th request on. */
export function rangesBut(
  length: number,
  change: (honest: PartialAnswer, span: { first: number; last: number }) => PartialAnswer | RawAnswer,
  { from = 4, wholeAfterwards = 1 }: { from?: number; wholeAfterwards?: number } = {},
): RawAnswer {
  const headersOf = (version: number) => ({
    etag: `"v${version}"`,
    'accept-ranges': 'bytes',
    'last-modified': version === 1 ? OLD : NEW,
  });
  return (request, socket) => {
    const range = rangeOf(request, length);
    const isBefore = request.count < from;
    if (range === undefined) {
      const version = isBefore ? 1 : wholeAfterwards;
      return whole(bytes(length, version), headersOf(version))(request, socket);
    }
    const contentRange = `bytes ${range.first}-${range.last}/${length}`;
    const honest = {
      status: 206,
      headers: { ...headersOf(1), 'content-range': contentRange },
      body: bytes(length, 1).subarray(range.first, range.last + 1),
    };
    const answer = isBefore ? honest : change(honest, range);
    if (typeof answer === 'function') return answer(request, socket);
    return whole(answer.body, answer.headers, answer.status)(request, socket);
  };
}

/** The same headers, without one of them. */
export function without(headers: Headers, name: string): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
}
