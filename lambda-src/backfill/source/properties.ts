import type { IncomingHttpHeaders } from 'node:http';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { codingsOf } from './codings';
import { httpDate } from './http-values';

/** The headers that belong to the bytes: a viewer gets them from the bucket as from the source. */
const CONTENT_HEADERS = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;
/** S3 takes 8 KB of headers in one request; its own, the signature and ours need the rest. */
const MAXIMUM_CONTENT_HEADER_BYTES = 4096;
/** S3 takes 2 KB of metadata; longer values are of no use anyway. */
const MAXIMUM_METADATA_BYTES = 512;
const PRINTABLE = /^[\x20-\x7e]*$/;

/** Whether S3 can keep the content headers as they are. */
export function isKeepable(headers: IncomingHttpHeaders): boolean {
  const all = CONTENT_HEADERS.map((name) => headers[name] ?? '').join('');
  return PRINTABLE.test(all) && all.length <= MAXIMUM_CONTENT_HEADER_BYTES;
}

export type StoredProperties = Pick<
  PutObjectCommandInput,
  | 'ContentType'
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'Expires'
  | 'Metadata'
>;

/** Metadata of a copy: which object of the source it is, and which fill wrote it. */
export const PROVENANCE = {
  etag: 'src-etag',
  lastModified: 'src-last-modified',
  length: 'src-length',
  fillId: 'fill-id',
  fillAt: 'fill-at',
} as const;

/** What is stored beside the bytes. */
export function storedProperties(
  headers: IncomingHttpHeaders,
  { length, fillId }: { length: number | undefined; fillId: string },
): StoredProperties {
  const provenance: Readonly<Record<string, string | undefined>> = {
    [PROVENANCE.etag]: headers.etag,
    [PROVENANCE.lastModified]: headers['last-modified'],
    [PROVENANCE.length]: length?.toString(),
    [PROVENANCE.fillId]: fillId,
    [PROVENANCE.fillAt]: new Date().toISOString(),
  };
  return {
    ContentType: headers['content-type'],
    CacheControl: headers['cache-control'],
    ContentDisposition: headers['content-disposition'],
    ContentEncoding: codingsOf(headers).join(', ') || undefined,
    ContentLanguage: headers['content-language'],
    // RFC 9111: what is no date, such as `0`, lies in the past.
    Expires: headers.expires === undefined ? undefined : new Date(httpDate(headers.expires) ?? 0),
    Metadata: Object.fromEntries(
      Object.entries(provenance).filter(
        (entry): entry is [string, string] =>
          entry[1] !== undefined && PRINTABLE.test(entry[1]) && entry[1].length <= MAXIMUM_METADATA_BYTES,
      ),
    ),
  };
}
