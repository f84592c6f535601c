import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { codingsOf } from './codings';

/** What the source says about the bytes it sends. */
export interface Digest {
  readonly algorithm: keyof typeof DIGEST_BYTES;
  readonly base64: string;
}

const DIGEST_BYTES = { md5: 16, sha256: 32, sha512: 64 } as const;

export interface OfferedDigest {
  readonly digest: Digest | undefined;
  /** Whether the answer offers one that is none, such as an MD5 in hexadecimal: it proves nothing about the bytes. */
  readonly hasUnreadableDigest: boolean;
}

/** What an answer offers, strongest first; undefined is what cannot be read as a digest. */
function offers(headers: IncomingHttpHeaders): (Digest | undefined)[] {
  const one = (name: string) => String(headers[name] ?? '').trim();
  const members = [...membersOf(one('repr-digest')), ...membersOf(one('content-digest'))];
  const ofMember = (name: string, algorithm: Digest['algorithm']) =>
    members.filter((each) => each.name === name).map(({ value }) => [algorithm, value] as const);
  const found: (readonly [Digest['algorithm'], string])[] = [
    ...ofMember('sha-512', 'sha512'),
    ...ofMember('sha-256', 'sha256'),
    // With a number of parts behind it, it is of their digests.
    ['sha256', one('x-amz-checksum-sha256').replace(/^.*-\d+$/, '')],
    ['md5', isOfOtherCoding(headers) ? '' : (/\bmd5=([^,\s]*)/.exec(one('x-goog-hash'))?.[1] ?? '')],
    ['md5', one('content-md5')],
  ];
  return found.filter(([, sent]) => sent !== '').map(([algorithm, sent]) => digestOf(algorithm, sent));
}

/**
 * The strongest digest of the whole object that the answer offers: RFC 9530's `Repr-Digest` and `Content-Digest`, S3's
 * `x-amz-checksum-sha256`, Google's `x-goog-hash`, or `Content-MD5`, which Azure and OSS send. An `ETag` is none: with
 * encryption, S3's does not depend on the bytes alone.
 */
export function offeredDigest(headers: IncomingHttpHeaders): OfferedDigest {
  const digests = offers(headers);
  return {
    digest: digests.find((digest) => digest !== undefined),
    hasUnreadableDigest: digests.includes(undefined),
  };
}

/** Base64 of the right length; RFC 8941 lets those who read it do without the padding. */
function digestOf(algorithm: Digest['algorithm'], sent: string): Digest | undefined {
  const bytes = Buffer.from(sent, 'base64');
  if (!/^[a-z\d+/]+={0,2}$/i.test(sent) || bytes.length !== DIGEST_BYTES[algorithm]) return undefined;
  return { algorithm, base64: bytes.toString('base64') };
}

/** Members of a structured field (RFC 8941) whose values are bytes; of two with one name the last counts. */
function membersOf(field: string): { name: string; value: string }[] {
  const members = field.split(',').map((member) => {
    const [, name = '', value = ''] = /^\s*([^\s=]+)=([^;]*)/.exec(member) ?? [];
    return [name, { name, value: /^:(.*):\s*$/.exec(value)?.[1] ?? `malformed ${value}` }] as const;
  });
  return [...new Map(members).values()];
}

/** Google keeps the digest of what is stored, and may send it unpacked. */
function isOfOtherCoding(headers: IncomingHttpHeaders): boolean {
  const stored = headers['x-goog-stored-content-encoding'];
  return (
    stored !== undefined &&
    codingsOf({ 'content-encoding': String(stored) }).join() !== codingsOf(headers).join()
  );
}

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
