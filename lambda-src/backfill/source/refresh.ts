import type { IncomingHttpHeaders } from 'node:http';
import type { Copy } from '../copy';
import { httpDate } from './http-values';
import { PROVENANCE } from './properties';

/**
 * Whether the source has a newer object than the one that the copy was made from: another ETag and a later date.
 *
 * An object that no fill wrote has no provenance, and is nobody's to replace.
 */
export function isNewer(
  { metadata }: Copy,
  { etag, 'last-modified': lastModified }: IncomingHttpHeaders,
): boolean {
  const copiedEtag = metadata[PROVENANCE.etag];
  if (copiedEtag === undefined || etag === undefined || etag === copiedEtag) return false;
  const [date, copiedDate] = [httpDate(lastModified), httpDate(metadata[PROVENANCE.lastModified])];
  return date !== undefined && copiedDate !== undefined && date > copiedDate;
}
