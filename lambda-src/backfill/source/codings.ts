import type { IncomingHttpHeaders } from 'node:http';

/** Not codings of the bytes that arrive: nothing, and the framing of S3's own uploads, which some stores keep as a header. */
const NO_CODINGS: readonly string[] = ['', 'identity', 'aws-chunked'];

/** The codings of a body in the order in which they were applied (RFC 9110 §8.4), without those that change nothing. */
export function codingsOf({
  'content-encoding': encoding = '',
}: Pick<IncomingHttpHeaders, 'content-encoding'>): string[] {
  return encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => !NO_CODINGS.includes(coding));
}
