import { setMaxListeners } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, TransientError } from '../outcome';
import { codingsOf } from '../source/codings';
import { DigestCheck } from '../source/digest';
import { mayPass, retryAfterSeconds } from '../source/http-values';
import { storedProperties } from '../source/properties';
import { ask } from '../source/request';
import { type SourceObject, wholeBody } from '../source/source';
import { isEncodedAsSaid, PART_BYTES, partBytesOf, requireMatch } from './parts';
import { MultipartUpload, type Target } from './upload';
import type { Write, Written } from './write';

/** Connections, and parts in memory, that all fills of this process have together; each fill has at least one. */
const LANES = 8;
let freeLanes = LANES;
/** Objects of more parts are read over several connections, where the source lets us: more than 64 MiB. */
const RANGES_OVER_PARTS = 8;
const ATTEMPTS_PER_RANGE = 3;

/** The longest that a range waits for a source that wants to be asked later; a message can wait longer. */
const LONGEST_PAUSE_SECONDS = 30;
const SHORTEST_PAUSE_SECONDS = 0.2;

/** The source gives no ranges of the object that was begun, or of another one: the object has to be read in one stream. */
export class RangesRefused extends TransientError {}

/**
 * The answer that begins with the second part, where the source hands out ranges of an object that it can tell from others.
 *
 * Sources that announce ranges and do not give them are found out here, while the whole object can still be read.
 */
export async function secondPart(
  { object, smallestPartBytes, isOneStream }: Pick<Write, 'object' | 'smallestPartBytes' | 'isOneStream'>,
  signal: AbortSignal,
): Promise<IncomingMessage | undefined> {
  if (isOneStream) return undefined;
  const { headers, contentLength: length = 0 } = object;
  if (length <= RANGES_OVER_PARTS * smallestPartBytes || headers['accept-ranges']?.toLowerCase() !== 'bytes')
    return undefined;
  if (headers.etag === undefined || !/^"[^"]+"$/.test(headers.etag)) return undefined;
  const part = partAt(2, length, partBytesOf(length, smallestPartBytes));
  return await openRange(object, part, signal).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return undefined;
  });
}

/** Reads parts over several connections and writes each as it is complete; memory holds one part per connection. */
export async function copyInRanges(
  target: Target,
  { object, smallestPartBytes, fillId }: Write,
  second: IncomingMessage,
  signal: AbortSignal,
): Promise<Written> {
  const { headers, contentLength: length = 0 } = object;
  const partBytes = partBytesOf(length, smallestPartBytes);
  const partCount = Math.ceil(length / partBytes);
  const digest = new DigestInOrder(object);
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  // Every lane listens, to the source and to the bucket; Node.js would call that a leak.
  setMaxListeners(0, either);
  const opened = new Map<number, AsyncIterable<Buffer>>([
    [1, object.body],
    [2, wholeBody(second)],
  ]);

  const properties = storedProperties(headers, { length, fillId });
  const lanes = takenLanes(
    Math.min(partCount, Math.floor((LANES * Math.max(PART_BYTES, smallestPartBytes)) / partBytes)),
  );
  try {
    const upload = await MultipartUpload.begin(target, properties, either);
    let next = 1;
    let isLie = false;
    const lane = async () => {
      const buffer = Buffer.allocUnsafe(Math.min(partBytes, length));
      while (next <= partCount && !isLie) {
        const number = next++;
        const part = partAt(number, length, partBytes);
        const bytes = buffer.subarray(0, part.end - part.start);
        await readPart(object, part, bytes, opened, either);
        if (number === 1) isLie = !isEncodedAsSaid(headers, bytes);
        await digest.add(number, bytes, either);
        await upload.add(number, bytes, either);
      }
    };
    const stopOthers = (error: unknown) => {
      failure.abort(error);
      throw error;
    };
    // Every lane has ended before the upload is given up: a part that arrives later would stay in the bucket, unseen.
    const ends = await Promise.allSettled(Array.from({ length: lanes }, () => lane().catch(stopOthers)));
    try {
      for (const end of ends) if (end.status === 'rejected') throw failure.signal.reason;
      if (!isLie) {
        requireMatch(digest.check, RangesRefused);
        return { versionId: await upload.complete(signal) };
      }
    } catch (error) {
      await upload.abort();
      throw error;
    }
    await upload.abort();
    return 'unusable-answer';
  } finally {
    freeLanes += lanes;
    second.destroy();
  }
}

function takenLanes(wanted: number): number {
  const lanes = Math.max(1, Math.min(wanted, freeLanes));
  freeLanes -= lanes;
  return lanes;
}

interface Span {
  readonly number: number;
  readonly start: number;
  /** After the last byte. */
  readonly end: number;
}

function partAt(number: number, length: number, partBytes: number): Span {
  const start = (number - 1) * partBytes;
  return { number, start, end: Math.min(start + partBytes, length) };
}

/** Fills `bytes` with a part, whose connection may break a few times. */
async function readPart(
  object: SourceObject,
  part: Span,
  bytes: Buffer,
  opened: Map<number, AsyncIterable<Buffer>>,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const body = opened.get(part.number) ?? wholeBody(await openRange(object, part, signal));
      opened.delete(part.number);
      await readInto(bytes, body, body === object.body);
      return;
    } catch (error) {
      if (error instanceof RangesRefused || signal.aborted) throw error;
      if (attempt === ATTEMPTS_PER_RANGE) throw new RangesRefused(reasonOf(error));
      await pause(error, attempt, signal);
    }
  }
}

/** What a source that is asked too often wants: a little time, or the time that it says. */
async function pause(error: unknown, attempt: number, signal: AbortSignal): Promise<void> {
  const wanted = error instanceof TransientError ? error.retryAfterSeconds : undefined;
  if (wanted !== undefined && wanted > LONGEST_PAUSE_SECONDS) throw error;
  const seconds = Math.max(wanted ?? 0, SHORTEST_PAUSE_SECONDS * attempt);
  await sleep(seconds * 1000, undefined, { signal });
}

/** Reads until the part is full; behind it the whole object may go on, a range may not. */
async function readInto(bytes: Buffer, body: AsyncIterable<Buffer>, mayGoOn: boolean): Promise<void> {
  let filled = 0;
  for await (const chunk of body) {
    const copied = chunk.copy(bytes, filled);
    filled += copied;
    if (copied < chunk.length && !mayGoOn) {
      throw new RangesRefused(`source: expected ${bytes.length} bytes of a range, got more`);
    }
    if (filled === bytes.length && mayGoOn) return;
  }
  if (filled === bytes.length) return;
  throw new TransientError(`source: expected ${bytes.length} bytes of a range, got ${filled}`);
}

/** The answer to a request for one part of the object that was begun, and of no other. */
async function openRange(object: SourceObject, part: Span, signal: AbortSignal): Promise<IncomingMessage> {
  const { source, url, headers, contentLength: length = 0 } = object;
  const { etag = '' } = headers;
  const range = `${part.start}-${part.end - 1}`;
  const asked = { headers: { Range: `bytes=${range}`, 'If-Range': etag } };
  const response = await ask(source, url, asked, signal);
  if (response.statusCode === 206 && isPartOf(headers, part, response.headers, length)) return response;
  response.destroy();
  const got = `${response.statusCode} ${response.headers['content-range'] ?? ''} ${response.headers.etag ?? ''}`;
  const message = `source: expected bytes ${range}/${length} of ${etag}, got ${got.trim()}`;
  throw mayPass(response.statusCode ?? 0)
    ? new TransientError(message, retryAfterSeconds(response.headers))
    : new RangesRefused(message);
}

/**
 * Whether a 206 has exactly the bytes that were asked for, of the same version and in the same coding.
 *
 * A source that answers `If-Range` has to send the `ETag` (RFC 9110 §15.3.7); without it, nobody can tell the version. The
 * length of the whole may be left open (`*`), because it is known.
 */
function isPartOf(
  whole: IncomingHttpHeaders,
  { start, end }: Span,
  got: IncomingHttpHeaders,
  length: number,
): boolean {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(got['content-range'] ?? '') ?? [];
  const isSameOrMissing = (name: string) => got[name] === undefined || got[name] === whole[name];
  return (
    Number(first) === start &&
    Number(last) === end - 1 &&
    (total === '*' || Number(total) === length) &&
    [undefined, String(end - start)].includes(got['content-length']) &&
    got.etag === whole.etag &&
    isSameOrMissing('last-modified') &&
    (got['content-encoding'] === undefined || codingsOf(got).join() === codingsOf(whole).join())
  );
}

/** Hashes parts in their order, whichever arrives first; costs nothing where the source offers no digest. */
class DigestInOrder {
  readonly check: DigestCheck;
  readonly #isOffered: boolean;
  readonly #waiting = new Map<number, () => void>();
  #next = 1;

  constructor({ digest }: SourceObject) {
    this.#isOffered = digest !== undefined;
    this.check = new DigestCheck(digest);
  }

  async add(number: number, bytes: Buffer, signal: AbortSignal): Promise<void> {
    if (!this.#isOffered) return;
    while (number !== this.#next) {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        this.#waiting.set(number, resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    this.check.update(bytes);
    this.#next += 1;
    this.#waiting.get(this.#next)?.();
  }
}
