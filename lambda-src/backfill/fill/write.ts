import type { Copy } from '../copy';
import type { Outcome } from '../outcome';
import type { SourceObject } from '../source/source';

export interface Write {
  readonly key: string;
  readonly object: SourceObject;
  /** Larger objects are not stored. */
  readonly maximumBytes: number;
  /** Noted in the object's metadata. */
  readonly fillId: string;
  /** Larger objects are written in parts of at least this size, and those larger than eight parts are read in ranges. */
  readonly smallestPartBytes: number;
  /** Whether the object is read over one connection, whatever the source says about ranges. */
  readonly isOneStream: boolean;
  /** The copy that is replaced. @default - there must be none */
  readonly replaces?: Copy | undefined;
}

/** How an attempt to write ended: the version that is visible now, or why there is none. */
export type Written = { readonly versionId: string | undefined } | Outcome;
