import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { block, digest, raw, whole } from '../answers';
import { type ConformanceCase, type FillCase, HELLO } from '../conformance-case';

const MD5 = digest('md5', HELLO);
const SHA256 = digest('sha256', HELLO);
const HEX = createHash('md5').update(HELLO).digest('hex');
const GZIP = gzipSync(HELLO);
const stored = { fate: 'stored', body: HELLO } as const;
const ignored = { ...stored, ignoredDigests: 1 } as const;
const IGNORED = 'Passed over, and counted (`digest-ignored`): it proves nothing.';

const hello = (
  behaviour: string,
  ours: string,
  headers: Readonly<Record<string, string>>,
  expected: FillCase['expected'],
): ConformanceCase => ({
  behaviour,
  ours,
  sources: ['rfc-9530'],
  answer: whole(HELLO, headers),
  expected,
});

export const digests: readonly ConformanceCase[] = [
  hello('`Content-MD5` in hexadecimal.', IGNORED, { 'content-md5': HEX }, ignored),
  hello(
    '`Content-MD5` without padding.',
    'Read as what it is, and checked: it fits.',
    { 'content-md5': MD5.replace(/=/g, '') },
    stored,
  ),
  hello('`Content-MD5` is of another length.', IGNORED, { 'content-md5': SHA256 }, ignored),
  hello('`Content-MD5` is no Base64.', IGNORED, { 'content-md5': 'not base64!' }, ignored),
  hello('`Content-MD5` is empty.', 'As if it were not there.', { 'content-md5': '' }, stored),
  hello(
    '`Repr-Digest` without padding fits.',
    'Read as RFC 8941 allows: stored.',
    { 'repr-digest': `sha-256=:${SHA256.replace(/=/g, '')}:` },
    stored,
  ),
  hello(
    '`Repr-Digest` without padding does not fit.',
    'Nothing is stored; retried.',
    { 'repr-digest': `sha-256=:${digest('sha256', 'other').replace(/=/g, '')}:` },
    { fate: 'retried' },
  ),
  hello(
    '`Repr-Digest` has an unknown algorithm.',
    'As if it were not there.',
    { 'repr-digest': 'unixsum=:MTA=:' },
    stored,
  ),
  hello(
    '`Repr-Digest` has an unknown algorithm and a known one, which does not fit.',
    'Nothing is stored; retried.',
    { 'repr-digest': `crc9=:MTA=:, sha-512=:${digest('sha512', 'other')}:` },
    { fate: 'retried' },
  ),
  hello(
    '`Repr-Digest` has no colons around its bytes.',
    IGNORED,
    { 'repr-digest': `sha-256=${SHA256}` },
    ignored,
  ),
  hello(
    '`Repr-Digest` has two values for one algorithm.',
    'The last counts, as in RFC 8941.',
    { 'repr-digest': `sha-256=:${digest('sha256', 'other')}:, sha-256=:${SHA256}:` },
    stored,
  ),
  hello(
    '`Repr-Digest` has parameters.',
    'Passed over; the bytes are checked.',
    { 'repr-digest': `sha-256=:${SHA256}:;q=1` },
    stored,
  ),
  hello(
    '`Content-Digest` does not fit.',
    'Nothing is stored; retried.',
    { 'content-digest': `sha-256=:${digest('sha256', 'other')}:` },
    { fate: 'retried' },
  ),
  hello(
    'A malformed digest beside one that does not fit.',
    'Nothing is stored; retried.',
    { 'content-md5': HEX, 'repr-digest': `sha-256=:${digest('sha256', 'other')}:` },
    { fate: 'retried', ignoredDigests: 1 },
  ),
  {
    behaviour: '`Repr-Digest` on two lines, a weak one that fits and a strong one that does not.',
    ours: 'The strongest counts: retried.',
    sources: ['rfc-9530'],
    answer: raw(
      block(200, { 'content-length': '5', 'repr-digest': `sha-256=:${SHA256}:` })
        .toString('latin1')
        .replace('\r\n\r\n', `\r\nrepr-digest: sha-512=:${digest('sha512', 'other')}:\r\n\r\n`),
      HELLO,
    ),
    expected: { fate: 'retried' },
  },
  hello(
    '`x-amz-checksum-sha256` is of an upload in parts (`…-3`).',
    'As if it were not there: it is of the parts’ digests.',
    { 'x-amz-checksum-sha256': `${SHA256}-3` },
    stored,
  ),
  hello(
    '`x-goog-hash` is of the gzip that is stored, and the body was unpacked.',
    'Passed over: it is of another coding.',
    { 'x-goog-hash': `crc32c=AAAAAA==,md5=${digest('md5', GZIP)}`, 'x-goog-stored-content-encoding': 'gzip' },
    stored,
  ),
  {
    behaviour: '`x-goog-hash` is of the gzip that is stored, and sent.',
    ours: 'Checked: it fits.',
    answer: whole(GZIP, {
      'x-goog-hash': `md5=${digest('md5', GZIP)}`,
      'x-goog-stored-content-encoding': 'gzip',
      'content-encoding': 'gzip',
    }),
    expected: { fate: 'stored', body: GZIP },
  },
  hello(
    '`x-goog-hash` is of the plain bytes, and does not fit.',
    'Nothing is stored; retried.',
    { 'x-goog-hash': `md5=${digest('md5', 'other')}`, 'x-goog-stored-content-encoding': 'identity' },
    { fate: 'retried' },
  ),
];
