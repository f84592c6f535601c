import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What the source says about the bytes it sends. */
export interface Digest {
  readonly algorithm: 'md5' | 'sha256' | 'sha512';
  readonly base64: string;
}

/**
 * The strongest digest of the whole object that the answer offers: RFC 9530's `Repr-Digest`, S3's `x-amz-checksum-sha256`
 * (one with a number of parts is of their digests), Google's `x-goog-hash`, or `Content-MD5`, which Azure and OSS send. An `ETag` is none: with encryption, S3's does not depend on the bytes alone.
 */
export function offeredDigest(headers: IncomingHttpHeaders): Digest | undefined {
  const one = (name: string) => String(headers[name] ?? '');
  const found = [
    digest('sha512', /\bsha-512=:([A-Za-z\d+/=]+):/, one('repr-digest')),
    digest('sha256', /\bsha-256=:([A-Za-z\d+/=]+):/, one('repr-digest')),
    digest('sha256', /^([A-Za-z\d+/=]+)$/, one('x-amz-checksum-sha256')),
    digest('md5', /\bmd5=([A-Za-z\d+/=]+)/, one('x-goog-hash')),
    digest('md5', /^([A-Za-z\d+/=]+)$/, one('content-md5')),
  ];
  return found.find((each) => each !== undefined);
}

const digest = (algorithm: Digest['algorithm'], pattern: RegExp, header: string): Digest | undefined => {
  const base64 = pattern.exec(header)?.[1];
  return base64 === undefined ? undefined : { algorithm, base64 };
};

/** Takes the bytes as they pass, and tells in the end whether they were the right ones. */
export class DigestCheck {
  readonly #offered: Digest | undefined;
  readonly #hash;

  constructor(offered: Digest | undefined) {
    this.#offered = offered;
    this.#hash = offered && createHash(offered.algorithm);
  }

  update(bytes: Buffer): void {
    this.#hash?.update(bytes);
  }

  /** What was offered and what was received, where they differ. */
  mismatch(): string | undefined {
    const received = this.#hash?.digest('base64');
    return received === this.#offered?.base64
      ? undefined
      : `${this.#offered?.algorithm} ${this.#offered?.base64}, got ${received}`;
  }
}
