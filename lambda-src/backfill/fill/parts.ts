import type { IncomingHttpHeaders } from 'node:http';
import { TransientError } from '../outcome';
import { codingsOf } from '../source/codings';
import { DigestCheck } from '../source/digest';
import type { SourceObject } from '../source/source';

/** Objects up to this size are held in memory and written in one request; it is the smallest part of others. */
export const PART_BYTES = 8 * 1024 * 1024;
/** S3's limit of parts per upload. */
const MAXIMUM_PARTS = 10_000;

export function partBytesOf(objectBytes: number, smallest: number): number {
  return Math.max(smallest, Math.ceil(objectBytes / MAXIMUM_PARTS));
}

export interface Part {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/** Cuts the body into parts of one size; the last one is only returned when every byte has arrived, and the right ones. */
export async function* partsOf(
  { body, contentLength, digest }: SourceObject,
  maximumBytes: number,
  smallestPartBytes: number,
): AsyncGenerator<Part | 'too-large', Part | 'too-large'> {
  const partBytes = partBytesOf(contentLength ?? maximumBytes, smallestPartBytes);
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let received = 0;
  const check = new DigestCheck(digest);
  for await (const chunk of body) {
    received += chunk.length;
    check.update(chunk);
    if (received > maximumBytes) return 'too-large';
    pending.push(chunk);
    pendingBytes += chunk.length;
    // One byte more than a part is kept back, so that the last part is never empty.
    while (pendingBytes > partBytes) {
      const bytes = Buffer.concat(pending);
      yield { bytes: bytes.subarray(0, partBytes), isLast: false };
      pending = [bytes.subarray(partBytes)];
      pendingBytes -= partBytes;
    }
  }
  if (contentLength !== undefined && received !== contentLength) {
    throw new TransientError(`source: expected ${contentLength} bytes, got ${received}`);
  }
  requireMatch(check);
  return { bytes: Buffer.concat(pending), isLast: true };
}

export function requireMatch(check: DigestCheck, Failure = TransientError): void {
  const mismatch = check.mismatch();
  if (mismatch !== undefined) throw new Failure(`source: expected ${mismatch}`);
}

/** Whether the object begins as its `Content-Encoding` says; viewers could not decode it otherwise. */
export function isEncodedAsSaid(headers: IncomingHttpHeaders, start: Buffer): boolean {
  const isGzip = /^(x-)?gzip$/.test(codingsOf(headers).at(-1) ?? '');
  return !isGzip || start.length === 0 || (start[0] === 0x1f && start[1] === 0x8b);
}
