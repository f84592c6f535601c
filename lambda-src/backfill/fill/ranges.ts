import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { TransientError } from '../outcome';
import { DigestCheck, offeredDigest } from '../source/digest';
import { storedProperties } from '../source/properties';
import { ask } from '../source/request';
import type { SourceObject } from '../source/source';
import { isEncodedAsSaid, PART_BYTES, partBytesOf, requireMatch } from './parts';
import { MultipartUpload, type Target } from './upload';
import type { Write, Written } from './write';

/** Connections, and parts in memory, that all fills of this process have together; each fill has at least one. */
const LANES = 8;
let freeLanes = LANES;
/** Objects of more parts are read over several connections, where the source lets us: more than 64 MiB. */
const RANGES_OVER_PARTS = 8;
const ATTEMPTS_PER_RANGE = 3;

/** The source has another object than the one that was begun: neither may be stored with bytes of the other. */
class ObjectChanged extends TransientError {}

/**
 * The answer that begins with the second part, where the source hands out ranges of an object that it can tell from others.
 *
 * Sources that announce ranges and do not give them are found out here, while the whole object can still be read.
 */
export async function secondPart(
  { object, smallestPartBytes }: Pick<Write, 'object' | 'smallestPartBytes'>,
  signal: AbortSignal,
): Promise<IncomingMessage | undefined> {
  const { headers, contentLength: length = 0 } = object;
  if (length <= RANGES_OVER_PARTS * smallestPartBytes || headers['accept-ranges']?.toLowerCase() !== 'bytes')
    return undefined;
  if (headers.etag === undefined || !/^"[^"]+"$/.test(headers.etag)) return undefined;
  const response = await openRange(object, partAt(2, length, partBytesOf(length, smallestPartBytes)), signal);
  if (response.statusCode === 206) return response;
  response.destroy();
  return undefined;
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
    [2, second],
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
        requireMatch(digest.check);
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
      const body = opened.get(part.number) ?? (await rangeOf(object, part, signal));
      opened.delete(part.number);
      await readInto(bytes, body);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS_PER_RANGE || error instanceof ObjectChanged || signal.aborted) throw error;
    }
  }
}

/** Reads until the part is full; the connection of the whole object ends there, a range has no more. */
async function readInto(bytes: Buffer, body: AsyncIterable<Buffer>): Promise<void> {
  let filled = 0;
  for await (const chunk of body) {
    filled += chunk.copy(bytes, filled);
    if (filled === bytes.length) return;
  }
  throw new TransientError(`source: expected ${bytes.length} bytes of a range, got ${filled}`);
}

async function rangeOf(object: SourceObject, part: Span, signal: AbortSignal): Promise<IncomingMessage> {
  const response = await openRange(object, part, signal);
  if (response.statusCode === 206) return response;
  response.destroy();
  throw new ObjectChanged('source: expected a range of the object that was begun, got another object');
}

/** The answer to a request for one part: that range of the same object, or 200 where there is another object by now. */
async function openRange(
  { source, url, headers: { etag = '' }, contentLength: length = 0 }: SourceObject,
  { start, end }: Span,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const range = `${start}-${end - 1}`;
  const headers = { Range: `bytes=${range}`, 'If-Range': etag };
  const response = await ask(source, url, { headers }, signal);
  const got = response.headers;
  const isSame = got.etag === undefined ? response.statusCode === 206 : got.etag === etag;
  const isRange = response.statusCode === 206 && got['content-range'] === `bytes ${range}/${length}`;
  if ((isRange || response.statusCode === 200) && isSame) return response;
  response.destroy();
  const description = `${response.statusCode} ${got['content-range'] ?? ''} ${got.etag ?? ''}`.trim();
  const message = `source: expected bytes ${range}/${length} of ${etag}, got ${description}`;
  const hasChanged = [200, 206, 404, 410, 412, 416].includes(response.statusCode ?? 0);
  throw hasChanged ? new ObjectChanged(message) : new TransientError(message);
}

/** Hashes parts in their order, whichever arrives first; costs nothing where the source offers no digest. */
class DigestInOrder {
  readonly check: DigestCheck;
  readonly #isOffered: boolean;
  readonly #waiting = new Map<number, () => void>();
  #next = 1;

  constructor({ headers }: SourceObject) {
    const offered = offeredDigest(headers);
    this.#isOffered = offered !== undefined;
    this.check = new DigestCheck(offered);
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
