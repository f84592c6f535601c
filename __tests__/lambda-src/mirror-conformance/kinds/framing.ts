import { missMessage } from '../../../../lambda-src/backfill/message';
import { block, raw, whole } from '../answers';
import { type ConformanceCase, HELLO } from '../conformance-case';

const stored = { fate: 'stored', body: HELLO } as const;
const page = '<html>sign in</html>';

const invalid = (behaviour: string, head: string): ConformanceCase => ({
  behaviour,
  ours: 'No HTTP: acknowledged, and counted as `invalid-http`; the next viewer’s miss asks again.',
  sources: ['rfc-9112'],
  answer: raw(head, HELLO),
  expected: { fate: 'invalid-http' },
});

export const framing: readonly ConformanceCase[] = [
  {
    behaviour: 'Headers of 40 KB.',
    ours: 'Stored: up to 64 KiB are read.',
    answer: whole(HELLO, { 'content-security-policy': 'a'.repeat(40_000) }),
    expected: stored,
  },
  invalid('Headers of 70 KB.', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(70_000)}\r\ncontent-length: 5\r\n\r\n`),
  invalid(
    'The same length on two lines.',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 5\r\n\r\n',
  ),
  invalid('A list of lengths.', 'HTTP/1.1 200 OK\r\ncontent-length: 5, 5\r\n\r\n'),
  invalid('Lines that end with LF only.', 'HTTP/1.1 200 OK\ncontent-length: 5\n\n'),
  invalid(
    '`Content-Length` beside `Transfer-Encoding`.',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
  ),
  invalid('No HTTP at all.', 'SSH-2.0-OpenSSH_9.6\r\n'),
  {
    behaviour: 'Trailers behind a chunked body.',
    ours: 'Stored; trailers are not kept.',
    sources: ['rfc-9112'],
    answer: raw(
      block(200, { 'transfer-encoding': 'chunked', trailer: 'x-sum' }),
      '5\r\nhello\r\n0\r\nx-sum: 1\r\n\r\n',
    ),
    expected: { ...stored, headers: { 'x-sum': undefined } },
  },
  {
    behaviour: 'Chunks with extensions.',
    ours: 'Stored; extensions are passed over.',
    sources: ['rfc-9112'],
    answer: raw(block(200, { 'transfer-encoding': 'chunked' }), '5;a=b\r\nhello\r\n0;c\r\n\r\n'),
    expected: stored,
  },
  {
    behaviour: 'The answer has `Cache-Control: no-cache`.',
    ours: 'Stored with it: viewers and CloudFront ask the bucket each time.',
    sources: ['rfc-9111'],
    answer: whole(HELLO, { 'cache-control': 'no-cache' }),
    expected: { ...stored, headers: { 'cache-control': 'no-cache' } },
  },
  {
    behaviour: 'A page (`text/html`, 200) in place of an image.',
    ours: 'Refused: a sign-in or error page must not stay in the image’s place.',
    answer: whole(page, { 'content-type': 'text/html; charset=utf-8' }),
    expected: { fate: 'unusable-answer' },
  },
  {
    behaviour: 'A page (`text/html`, 200) under a name that may be one.',
    ours: 'Stored.',
    message: missMessage('images/index.html'),
    answer: whole(page, { 'content-type': 'text/html' }),
    expected: { fate: 'stored' },
  },
];
