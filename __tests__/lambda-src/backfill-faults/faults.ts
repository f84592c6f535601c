import { createHash } from 'node:crypto';
import type { Outcome } from '../../../lambda-src/backfill/outcome';
import type { S3Fault, S3Operation } from '../../support/strict-s3';

/** How many bytes the worker holds of an object at once in these tests: small, so that ten thousand objects fit a minute. */
export const PART_BYTES = 1024;
/** Cap of the worker in these tests. */
export const MAXIMUM_BYTES = 12 * PART_BYTES;

export type Digest = 'content-md5' | 'repr-digest' | 'x-goog-hash' | 'x-amz-checksum-sha256' | 'none';

export type SourceFault =
  | { readonly kind: 'none' }
  /** The connection ends in the middle: in order, or with a reset. */
  | { readonly kind: 'cut'; readonly at: number; readonly by: 'end' | 'reset' }
  /** Silence from this byte on. */
  | { readonly kind: 'stall'; readonly at: number }
  /** A byte now and then: never silent, never done. */
  | { readonly kind: 'slow-loris' }
  | { readonly kind: 'status'; readonly status: number }
  /** The declared length minus the real one. */
  | { readonly kind: 'wrong-length'; readonly difference: number }
  /** One byte is another than the offered digest says. */
  | { readonly kind: 'corrupt'; readonly at: number }
  /** Declares an encoding that the bytes do not have. */
  | { readonly kind: 'gzip-lie' }
  /** Sends a compressed body with the length of the plain one. */
  | { readonly kind: 'gzip-length' }
  | { readonly kind: 'redirect-loop' }
  | { readonly kind: 'unasked-206' }
  /** Bytes that are no HTTP answer, or headers that contradict each other. */
  | { readonly kind: 'garbage'; readonly bytes: string }
  /** Another version of the object after the first request. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'personal'; readonly header: readonly [string, string] };

export interface StoreFault {
  readonly operation: S3Operation;
  /** `rival`: somebody else stores the object just before. */
  readonly fault: S3Fault | { readonly kind: 'rival' };
}

export interface FaultCase {
  readonly id: string;
  readonly length: number;
  /** Whether the source declares the length, or sends chunks. */
  readonly framing: 'length' | 'chunked';
  readonly acceptsRanges: boolean;
  readonly digest: Digest;
  readonly source: SourceFault;
  readonly store: readonly StoreFault[];
  /** Faults stop after the first occurrence, or never. */
  readonly lasting: boolean;
  /** What must become of the message. */
  readonly expected: readonly Fate[];
}

export type Fate = Outcome | 'dead-lettered';

const TRANSIENT_STATUS = [408, 425, 429, 500, 502, 503, 504, 521];
const PERMANENT_STATUS: readonly (readonly [number, Outcome])[] = [
  [404, 'missing-at-source'],
  [410, 'missing-at-source'],
  [401, 'refused-by-source'],
  [403, 'refused-by-source'],
  [400, 'unusable-answer'],
  [402, 'unusable-answer'],
  [405, 'unusable-answer'],
  [406, 'unusable-answer'],
  [409, 'unusable-answer'],
  [412, 'unusable-answer'],
  [414, 'unusable-answer'],
  [416, 'unusable-answer'],
  [418, 'unusable-answer'],
  [422, 'unusable-answer'],
  [451, 'unusable-answer'],
  [201, 'unusable-answer'],
  [203, 'unusable-answer'],
  [204, 'unusable-answer'],
  [300, 'unusable-answer'],
  [304, 'unusable-answer'],
];
/** Ends before an answer has begun, or inside its body. */
const BROKEN = [
  '',
  '\r\n\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhelloX0\r\n\r\n',
];
/** No HTTP. */
const GARBAGE = [
  '\x16\x03\x01\x02\x00\x01',
  'HTTP/1.1\r\n\r\n',
  'HTTP/9.9 200 OK\r\n\r\n',
  'SSH-2.0-OpenSSH_9.6\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: abc\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nno colon\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nbad name: x\r\ncontent-length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nname: a\x00b\r\ncontent-length: 5\r\n\r\nhello',
  `HTTP/1.1 200 OK\r\nname: ${'a'.repeat(70_000)}\r\ncontent-length: 5\r\n\r\nhello`,
];
const PERSONAL: readonly (readonly [string, string])[] = [
  ['set-cookie', 'session=1'],
  ['cache-control', 'no-store'],
  ['cache-control', 'max-age=1, private'],
  ['vary', '*'],
  ['vary', 'Cookie'],
  ['vary', 'Accept, Authorization'],
];
const DIGESTS: readonly Digest[] = [
  'none',
  'none',
  'content-md5',
  'repr-digest',
  'x-goog-hash',
  'x-amz-checksum-sha256',
];
const STORE_STATUS = [403, 409, 429, 500, 502, 503];
const WRITES: readonly S3Operation[] = ['HEAD', 'PUT', 'CREATE', 'PART', 'COMPLETE'];

/** Bytes whose period divides no part, so that a lost, doubled or moved byte shows. */
export function objectBytes(length: number, version = 1): Buffer {
  return Buffer.alloc(
    length,
    Buffer.from(Array.from({ length: 251 }, (_, index) => (index * 7 + version * 13 + 40) % 256)),
  );
}

export function digestHeader(digest: Digest, body: Buffer): readonly [string, string] | undefined {
  const hash = (algorithm: string) => createHash(algorithm).update(body).digest('base64');
  switch (digest) {
    case 'content-md5':
      return ['content-md5', hash('md5')];
    case 'repr-digest':
      return ['repr-digest', `sha-256=:${hash('sha256')}:`];
    case 'x-goog-hash':
      return ['x-goog-hash', `crc32c=AAAAAA==, md5=${hash('md5')}`];
    case 'x-amz-checksum-sha256':
      return ['x-amz-checksum-sha256', hash('sha256')];
    default:
      return undefined;
  }
}

/** Lengths on, just below and just above parts' ends; more than eight parts are read in ranges where the source has them. */
const LENGTHS = [
  0,
  1,
  ...[1, 2, 3, 8, 9, 10].flatMap((parts) => [-1, 0, 1].map((difference) => parts * PART_BYTES + difference)),
];

/** Every cut, at every part's end and the bytes beside it. */
function* cuts(): Generator<Omit<FaultCase, 'id'>> {
  for (const length of LENGTHS) {
    for (const at of [0, 1, ...LENGTHS.slice(2)].filter((each) => each < length)) {
      for (const by of ['end', 'reset'] as const) {
        for (const framing of ['length', 'chunked'] as const) {
          for (const acceptsRanges of [true, false]) {
            for (const lasting of [true, false]) {
              const expected: Fate[] = [lasting ? 'dead-lettered' : 'stored'];
              const source: SourceFault = { kind: 'cut', at, by };
              yield { length, framing, acceptsRanges, digest: 'none', source, store: [], lasting, expected };
            }
          }
        }
      }
    }
  }
}

type Random = (below: number) => number;

function one<T>(random: Random, values: readonly T[]): T {
  const value = values[random(values.length)];
  if (value === undefined) throw new Error('nothing to choose from');
  return value;
}

/** What a fault of the source does to a message that nothing else happens to. */
type Effect = 'nothing' | 'passing' | Outcome;

/** One fault of the source, with what must become of the message when nothing else goes wrong. */
function sourceFault(random: Random, length: number, digest: Digest): readonly [SourceFault, Effect] {
  const within = random(Math.max(length, 1));
  switch (random(16)) {
    case 0:
      return [{ kind: 'none' }, 'nothing'];
    case 1:
    case 2:
      return length === 0
        ? [{ kind: 'none' }, 'nothing']
        : [{ kind: 'cut', at: within, by: one(random, ['end', 'reset'] as const) }, 'passing'];
    case 3:
      return length === 0
        ? [{ kind: 'none' }, 'nothing']
        : [{ kind: 'stall', at: random(2) * within }, 'passing'];
    case 4:
      return length < 200 ? [{ kind: 'none' }, 'nothing'] : [{ kind: 'slow-loris' }, 'passing'];
    case 5:
    case 6:
      return [{ kind: 'status', status: one(random, TRANSIENT_STATUS) }, 'passing'];
    case 7:
    case 8: {
      const [status, outcome] = one(random, PERMANENT_STATUS);
      return [{ kind: 'status', status }, outcome];
    }
    case 9:
      return [{ kind: 'wrong-length', difference: 1 + random(PART_BYTES) }, 'passing'];
    case 10:
      return length === 0
        ? [{ kind: 'none' }, 'nothing']
        : [{ kind: 'wrong-length', difference: -1 - random(length) }, 'passing'];
    case 11:
      return length === 0 || digest === 'none'
        ? [{ kind: 'gzip-lie' }, length === 0 ? 'nothing' : 'unusable-answer']
        : [{ kind: 'corrupt', at: within }, 'passing'];
    case 12:
      return length < 100
        ? [{ kind: 'gzip-lie' }, length === 0 ? 'nothing' : 'unusable-answer']
        : [{ kind: 'gzip-length' }, 'passing'];
    case 13:
      return [one(random, [{ kind: 'redirect-loop' }, { kind: 'unasked-206' }] as const), 'unusable-answer'];
    case 14:
      return random(3) === 0
        ? [{ kind: 'garbage', bytes: one(random, BROKEN) }, 'passing']
        : [{ kind: 'garbage', bytes: one(random, GARBAGE) }, 'invalid-http'];
    default:
      return random(2) === 0
        ? [{ kind: 'changed' }, 'nothing']
        : [{ kind: 'personal', header: one(random, PERSONAL) }, 'not-storable'];
  }
}

function storeFault(random: Random): StoreFault {
  const operation = one(random, WRITES);
  const last = operation === 'PUT' || operation === 'COMPLETE';
  switch (random(last ? 10 : 7)) {
    case 0:
    case 1:
    case 2:
      return { operation, fault: { kind: 'status', status: one(random, STORE_STATUS) } };
    case 3:
      return { operation, fault: { kind: 'reset-before' } };
    case 4:
      return { operation, fault: { kind: 'slow', milliseconds: 1 + random(10) } };
    case 5:
      return { operation, fault: { kind: 'silence' } };
    case 6:
    case 7:
      return { operation, fault: { kind: 'reset-after' } };
    case 8:
      return operation === 'COMPLETE'
        ? { operation, fault: { kind: 'error-in-200' } }
        : { operation, fault: { kind: 'rival' } };
    default:
      return { operation, fault: { kind: 'rival' } };
  }
}

/** Single faults with one possible fate, and pairs with few. */
function randomCase(random: Random): Omit<FaultCase, 'id'> {
  const isLong = random(8) === 0;
  const length = isLong
    ? one(random, LENGTHS)
    : one(
        random,
        LENGTHS.filter((each) => each < 4 * PART_BYTES),
      );
  const digest = one(random, DIGESTS);
  const common = { length, digest, acceptsRanges: random(2) === 0, lasting: random(2) === 0 };
  const where = random(10);
  if (where < 5) {
    const [source, effect] = sourceFault(random, length, digest);
    // A length can only be wrong where one is declared.
    const declared = source.kind === 'wrong-length' || source.kind === 'gzip-length';
    const framing = declared || random(2) === 0 ? 'length' : 'chunked';
    const expected = fates(source, effect, common.lasting);
    return { ...common, framing, source, store: [], expected };
  }
  const framing = one(random, ['length', 'chunked'] as const);
  if (where < 8) {
    const store = storeFault(random);
    return {
      ...common,
      framing,
      source: { kind: 'none' },
      store: [store],
      expected: storeFates(store, common.lasting),
    };
  }
  const [source, effect] = sourceFault(random, length, digest);
  const store = [storeFault(random), ...(random(2) === 0 ? [abortFault(random)] : [])];
  const possible: Fate[] = ['stored', 'already-present', 'dead-lettered'];
  const isOutcome = effect !== 'nothing' && effect !== 'passing';
  return {
    ...common,
    framing: 'length',
    source,
    store,
    expected: isOutcome ? [...possible, effect] : possible,
  };
}

function abortFault(random: Random): StoreFault {
  const fault: S3Fault = one(random, [
    { kind: 'status', status: 503 },
    { kind: 'reset-before' },
    { kind: 'reset-after' },
  ]);
  // The worker waits seconds for the answer, so that a few of these are enough.
  return { operation: 'ABORT', fault: random(300) === 0 ? { kind: 'silence' } : fault };
}

function fates({ kind }: SourceFault, effect: Effect, lasting: boolean): Fate[] {
  if (effect === 'nothing') return ['stored'];
  if (effect !== 'passing') return [effect];
  // Ranges of the plain bytes behind an answer that says that they are compressed: neither can be believed.
  if (kind === 'gzip-length' && !lasting) return ['stored', 'unusable-answer'];
  return [lasting ? 'dead-lettered' : 'stored'];
}

/** An object that is written in one request makes no upload, so that a fault of uploads changes nothing, and vice versa. */
function storeFates({ operation, fault }: StoreFault, lasting: boolean): Fate[] {
  const isLast = operation === 'PUT' || operation === 'COMPLETE';
  if (fault.kind === 'slow') return ['stored'];
  if (fault.kind === 'rival') return ['already-present', 'stored'];
  if (fault.kind === 'reset-after' && isLast) return ['already-present', 'stored'];
  return lasting ? ['dead-lettered', ...(operation === 'HEAD' ? [] : (['stored'] as const))] : ['stored'];
}

/** So many cases, no two alike: every cut first, then random ones; the same seed makes the same cases. */
export function faultCases(count: number, random: Random): FaultCase[] {
  const every = [...cuts()];
  const isSmall = count < 2 * every.length;
  // A small run takes cuts from all over, few of them in long objects: those take the time.
  const all = every.filter(({ length }, index) => !isSmall || length < 4 * PART_BYTES || index % 16 === 0);
  const step = isSmall ? Math.ceil(all.length / (count / 3)) : 1;
  const chosen = new Map<string, Omit<FaultCase, 'id'>>();
  const add = (each: Omit<FaultCase, 'id'>) => chosen.set(JSON.stringify(each), each);
  for (let index = 0; index < all.length; index += step) add(one(() => index, all));
  while (chosen.size < count) add(randomCase(random));
  return [...chosen.values()].map((each, index) => ({ ...each, id: `case-${index}` }));
}
