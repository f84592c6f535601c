import type { Fill } from '../../../lambda-src/backfill/fill/fill';
import type { Outcome } from '../../../lambda-src/backfill/outcome';
import type { RawAnswer } from '../../support/raw-source';
import type { StrictBucket } from '../../support/strict-s3';
import { OLD } from './answers';
import type { Product, SourceName } from './products';

export const KEY = 'images/a.jpg';
export const GET = `GET /${KEY}`;
export const HEAD = `HEAD /${KEY}`;
export const HELLO = 'hello';
export const PART_BYTES = 1000;
export const MAXIMUM_BYTES = 20_000;

/** A situation, in words: what happens, what becomes of it here, and what products document. */
export interface Situation {
  readonly behaviour: string;
  /** What we do: the words for what `expected` asserts. */
  readonly ours: string;
  /** What products document; those left out document nothing about it. */
  readonly products?: Partial<Readonly<Record<Product, string>>>;
  readonly sources?: readonly SourceName[];
}

/** A situation that a fill meets. */
export interface FillCase extends Situation {
  /** @default - 'hello', with its length */
  readonly answer?: RawAnswer;
  /** What is in the bucket before. @default - nothing */
  readonly before?: (bucket: StrictBucket) => void;
  /** Where it differs from the plain worker's. */
  readonly job?: Partial<Pick<Fill, 'refresh' | 'allowedPrefixes'>> & {
    readonly redirectHost?: boolean;
    readonly mayBePrivate?: boolean;
    readonly large?: number;
  };
  /** One connection to the source was made and kept before. @default - none */
  readonly keptConnection?: true;
  /** Addresses that the name of the source has. @default - no name, but the address itself */
  readonly addresses?: readonly string[];
  /** @default - `KEY`, as the edge sends it */
  readonly message?: string;
  readonly expected: {
    readonly fate: Outcome | 'retried';
    /** What is said about a message that is retried. */
    readonly reason?: RegExp;
    /** What is served from the bucket afterwards. @default - nothing */
    readonly body?: Buffer | string;
    /** Headers and metadata it is served with, or undefined for those that must not be there. */
    readonly headers?: Readonly<Record<string, string | undefined>>;
    /** Requests that the source got, such as `GET /images/a.jpg`. */
    readonly asked?: readonly string[];
    /** Headers of the first of them, or undefined for those that must not be there. */
    readonly askedWith?: Readonly<Record<string, string | undefined>>;
    /** Seconds after which the source wants to be asked again. */
    readonly retryAfterSeconds?: number | undefined;
    /** How many answers had a digest that nobody can read. @default 0 */
    readonly ignoredDigests?: number;
  };
}

/** A situation that something else than a fill meets: the edge, a queue, the bucket. */
export interface OtherCase extends Situation {
  readonly happens: () => unknown;
  readonly expected: unknown;
}

export type ConformanceCase = FillCase | OtherCase;

export const COPY = Buffer.from('a copy');

/** What the bucket has where the worker has copied an earlier version of the object. */
export const copied =
  (etag = '"v1"', lastModified = OLD) =>
  (bucket: StrictBucket): void =>
    void bucket.put(KEY, COPY, { 'x-amz-meta-src-etag': etag, 'x-amz-meta-src-last-modified': lastModified });
