import { gzipSync } from 'node:zlib';
import { type RawAnswer, type RawRequest, rangeOf } from '../../support/raw-source';
import { bytes, digest } from '../mirror-conformance/answers';

type Random = (below: number) => number;
type Headers = Record<string, string>;

export const PART_BYTES = 1000;
export const MAXIMUM_BYTES = 16 * PART_BYTES;

/** One answer of a server to one request: what it means, and what it does with the bytes on their way. */
interface Turn {
  /** Version of the object that this node has. */
  readonly version: number;
  readonly status: number;
  readonly headers: Headers;
  readonly framing: 'length' | 'chunked' | 'close' | 'two-lengths' | 'both' | 'lf';
  readonly range: RangeManner;
  readonly delivery: Delivery;
}

type RangeManner =
  | 'honest'
  | 'ignores'
  | 'ignores-if-range'
  | 'no-etag'
  | 'star'
  | 'shifted'
  | 'short'
  | 'long'
  | 'other-total'
  | 'refuses';
type Delivery = 'whole' | 'trickle' | 'cut' | 'reset' | 'stall' | 'extra' | 'corrupt' | 'never' | 'upgrade';

/** A server, drawn at random: what it has, and how it answers each request. */
export interface RandomServer {
  readonly id: string;
  /** What each version of the object is, in the bytes that are sent for it. */
  readonly versions: readonly Buffer[];
  /** Requests that are answered in the same way, over and over. */
  readonly turns: readonly Turn[];
  /** Whether HEAD is refused. */
  readonly refusesHead: boolean;
  /** Whether a connection is kept after each answer. */
  readonly keepsConnections: boolean;
  readonly refresh: boolean;
}

const one = <T>(random: Random, values: readonly T[]): T => values[random(values.length)] as T;
/** Mostly the first: servers are wrong in few ways at once. */
const mostly = <T>(random: Random, usual: T, others: readonly T[], share = 8): T =>
  random(share) === 0 ? one(random, others) : usual;

const SHORT_LENGTHS = [0, 1, 5, 999, 1000, 1001, 2500];
/** More than eight parts are read in ranges. */
const LONG_LENGTHS = [8000, 8001, 9001, 12_345, 16_000, 16_001];
const lengthOf = (random: Random) => one(random, random(4) === 0 ? LONG_LENGTHS : SHORT_LENGTHS);
const STATUSES = [201, 204, 206, 301, 304, 400, 401, 403, 404, 405, 408, 410, 412, 416, 418, 425, 429, 451];
const ERRORS = [500, 501, 502, 503, 504, 521];
const RANGES: readonly RangeManner[] = [
  'ignores',
  'ignores-if-range',
  'no-etag',
  'star',
  'shifted',
  'short',
  'long',
  'other-total',
  'refuses',
];
const DELIVERIES: readonly Delivery[] = [
  'trickle',
  'cut',
  'reset',
  'stall',
  'extra',
  'corrupt',
  'never',
  'upgrade',
];
const ODD_HEADERS: readonly Headers[] = [
  { 'set-cookie': 'a=b' },
  { 'cache-control': 'no-store' },
  { 'cache-control': 'private' },
  { 'cache-control': 'no-cache' },
  { vary: '*' },
  { vary: 'Cookie' },
  { vary: 'Accept-Encoding' },
  { 'content-encoding': '' },
  { 'content-encoding': 'identity', vary: 'Accept-Encoding' },
  { 'content-encoding': 'aws-chunked' },
  { 'content-type': 'text/html' },
  { 'content-range': 'bytes 0-4/5' },
  { expires: '0' },
  { expires: 'Sun Nov  6 08:49:37 1994' },
  { 'retry-after': '0' },
  { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' },
  { location: '/caf\xe9' },
  { 'content-disposition': 'attachment; filename="\xe9"' },
  { 'x-filler': 'a'.repeat(30_000) },
  { 'x-filler': 'a'.repeat(70_000) },
];
const DIGESTS: readonly ((body: Buffer) => Headers)[] = [
  (body) => ({ 'content-md5': digest('md5', body) }),
  (body) => ({ 'content-md5': Buffer.from(digest('md5', body), 'base64').toString('hex') }),
  (body) => ({ 'content-md5': digest('md5', body).replace(/=/g, '') }),
  (body) => ({ 'repr-digest': `sha-256=:${digest('sha256', body)}:` }),
  (body) => ({ 'repr-digest': `unixsum=:MTA=:, sha-512=:${digest('sha512', body)}:` }),
  (body) => ({ 'x-goog-hash': `md5=${digest('md5', body)}` }),
  (body) => ({ 'x-amz-checksum-sha256': digest('sha256', body) }),
];

export function randomServer(random: Random, id: string): RandomServer {
  const length = lengthOf(random);
  const isPacked = random(10) === 0;
  const versions = [1, 2].map((version) => {
    const plain = bytes(random(6) === 0 ? lengthOf(random) : length, version);
    return isPacked ? gzipSync(plain) : plain;
  });
  const isPlain = random(6) === 0;
  const count = isPlain ? 1 : 1 + random(5);
  const digestOf = random(3) === 0 ? one(random, DIGESTS) : undefined;
  const isDigestWrong = random(6) === 0;
  const etag = mostly(random, 'strong', ['weak', 'none', 'per-request'] as const, 6);
  const turns = Array.from({ length: count }, (_, index): Turn => {
    const version = isPlain ? 0 : mostly(random, 0, [1], 5);
    const body = versions[version] ?? Buffer.alloc(0);
    const tag = { strong: `"v${version}"`, weak: `W/"v${version}"`, 'per-request': `"n${index}"`, none: '' }[
      etag
    ];
    return {
      version,
      status: isPlain ? 200 : mostly(random, 200, [...STATUSES, ...ERRORS], 6),
      headers: {
        ...(tag !== '' && { etag: tag }),
        ...(random(8) > 0 && { 'accept-ranges': 'bytes' }),
        'last-modified': new Date(Date.UTC(2015, 0, 1 + version)).toUTCString(),
        ...(isPacked && { 'content-encoding': 'gzip' }),
        ...digestOf?.(isDigestWrong ? Buffer.concat([body, body, Buffer.from('x')]) : body),
        ...(!isPlain && random(6) === 0 && one(random, ODD_HEADERS)),
      },
      framing: isPlain
        ? one(random, ['length', 'chunked'] as const)
        : mostly(random, 'length', ['chunked', 'chunked', 'close', 'two-lengths', 'both', 'lf'], 4),
      range: isPlain ? 'honest' : mostly(random, 'honest', RANGES, 3),
      delivery: isPlain ? 'whole' : mostly(random, 'whole', DELIVERIES, 5),
    };
  });
  return {
    id,
    versions,
    turns,
    refusesHead: random(3) === 0,
    keepsConnections: random(2) === 0,
    refresh: random(4) === 0,
  };
}

/** What a server that only says true things, and never breaks off, has to have done to it: its object is copied. */
export function isHonest({ turns, versions, refresh }: RandomServer): boolean {
  const [turn] = turns;
  if (refresh || turns.length !== 1 || turn === undefined) return false;
  const body = versions[turn.version] ?? Buffer.alloc(0);
  const isDigestRight = DIGESTS.some((digestOf) => {
    const [[name = '', value] = []] = Object.entries(digestOf(body));
    return turn.headers[name] === value;
  });
  const hasDigest = Object.keys(turn.headers).some((name) => /md5|digest|hash|checksum/.test(name));
  const isPlain = turn.status === 200 && turn.range === 'honest' && turn.delivery === 'whole';
  const isFramed = turn.framing === 'length' || turn.framing === 'chunked';
  const usual = ['etag', 'accept-ranges', 'last-modified', 'content-encoding'];
  const isUsual = Object.keys(turn.headers).every(
    (name) => usual.includes(name) || /md5|digest|hash|checksum/.test(name),
  );
  const isGzipOrNone = [undefined, 'gzip'].includes(turn.headers['content-encoding']);
  return (
    isPlain &&
    isFramed &&
    isUsual &&
    isGzipOrNone &&
    body.length <= MAXIMUM_BYTES &&
    (!hasDigest || isDigestRight)
  );
}

/** Answers as the server does; `onSilence` hears of answers that never end. */
export function answerOf(server: RandomServer, onSilence: () => unknown): RawAnswer {
  return (request, socket) => {
    const turn = server.turns[(request.count - 1) % server.turns.length] as Turn;
    if (request.method === 'HEAD' && server.refusesHead) {
      return socket.end('HTTP/1.1 405 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    }
    const { status, headers, body } = messageOf(server, turn, request);
    const isHead = request.method === 'HEAD';
    const framed = framedAs(turn.framing, body);
    const lines = [...Object.entries(headers), ...framed.headers].map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const connection = server.keepsConnections && turn.framing !== 'close' ? 'keep-alive' : 'close';
    const head = `HTTP/1.1 ${status} Status\r\n${lines.join('')}connection: ${connection}\r\n\r\n`;
    const start = Buffer.from(turn.framing === 'lf' ? head.replace(/\r/g, '') : head, 'latin1');
    const sent = isHead ? Buffer.alloc(0) : framed.body;
    const end = () => connection === 'close' && socket.end();
    const cut = Math.floor(sent.length / 2);
    switch (turn.delivery) {
      case 'never':
        return onSilence();
      case 'upgrade':
        return socket.write('HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n');
      case 'cut':
        return socket.end(Buffer.concat([start, sent.subarray(0, cut)]));
      case 'reset':
        return socket.write(Buffer.concat([start, sent.subarray(0, cut)]), () => socket.resetAndDestroy());
      case 'stall':
        if (!isHead && sent.length > 0) onSilence();
        socket.write(Buffer.concat([start, sent.subarray(0, cut)]));
        return isHead || sent.length === 0 ? end() : undefined;
      case 'extra':
        return socket.end(Buffer.concat([start, sent, Buffer.from('more')]));
      case 'trickle':
        socket.write(start);
        return setTimeout(() => {
          socket.write(sent.subarray(0, cut));
          setTimeout(() => {
            socket.write(sent.subarray(cut));
            end();
          }, 2);
        }, 2);
      default:
        socket.write(Buffer.concat([start, sent]));
        return end();
    }
  };
}

/** The message that the server means to send. */
function messageOf({ versions }: RandomServer, turn: Turn, request: RawRequest) {
  const whole = versions[turn.version] ?? Buffer.alloc(0);
  const range = rangeOf(request, whole.length);
  const isSame = turn.range === 'ignores-if-range' || request.headers['if-range'] === turn.headers.etag;
  if (
    turn.status !== 200 ||
    range === undefined ||
    turn.range === 'ignores' ||
    !isSame ||
    range.first >= whole.length
  ) {
    return { status: turn.status, headers: turn.headers, body: corrupted(turn, whole) };
  }
  if (turn.range === 'refuses') return { status: 416, headers: {}, body: Buffer.alloc(0) };
  const { first, last } = range;
  const shift = turn.range === 'shifted' ? Math.min(first, 7) : 0;
  const total = { star: '*', 'other-total': String(whole.length + 1) }[String(turn.range)] ?? whole.length;
  const headers: Headers = { ...turn.headers, 'content-range': `bytes ${first - shift}-${last}/${total}` };
  if (turn.range === 'no-etag') delete headers.etag;
  const body = whole.subarray(first - shift, last + 1);
  const changed = {
    short: body.subarray(0, -1),
    long: Buffer.concat([body, Buffer.from('x')]),
  }[String(turn.range)];
  return { status: 206, headers, body: corrupted(turn, changed ?? body) };
}

/** Bytes that fell over on their way; only a digest can tell. */
function corrupted({ delivery }: Turn, body: Buffer): Buffer {
  if (delivery !== 'corrupt' || body.length === 0) return body;
  const copy = Buffer.from(body);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

function framedAs(framing: Turn['framing'], body: Buffer): { headers: [string, string][]; body: Buffer } {
  const length: [string, string] = ['content-length', String(body.length)];
  const chunkedHeader: [string, string] = ['transfer-encoding', 'chunked'];
  const chunk = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]);
  const chunks = Buffer.concat([...(body.length > 0 ? [chunk] : []), Buffer.from('0\r\n\r\n')]);
  switch (framing) {
    case 'chunked':
      return { headers: [chunkedHeader], body: chunks };
    case 'both':
      return { headers: [length, chunkedHeader], body: chunks };
    case 'two-lengths':
      return { headers: [length, length], body };
    case 'close':
      return { headers: [], body };
    default:
      return { headers: [length], body };
  }
}
