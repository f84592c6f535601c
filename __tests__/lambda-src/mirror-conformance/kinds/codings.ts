import { gzipSync } from 'node:zlib';
import { block, raw, whole } from '../answers';
import { type ConformanceCase, type FillCase, HELLO } from '../conformance-case';

const GZIP = gzipSync(HELLO);
const plain = { fate: 'stored', body: HELLO, headers: { 'content-encoding': undefined } } as const;
const packed = { fate: 'stored', body: GZIP, headers: { 'content-encoding': 'gzip' } } as const;

const encoded = (
  coding: string,
  ours: string,
  body: Buffer | string,
  expected: FillCase['expected'],
  vary?: string,
): ConformanceCase => ({
  behaviour: `\`Content-Encoding: ${coding}\`${vary === undefined ? '' : ` and \`Vary: ${vary}\``}.`,
  ours,
  sources: ['rfc-9110'],
  answer: whole(body, { 'content-encoding': coding, ...(vary !== undefined && { vary }) }),
  expected,
});
const DROPPED = 'No coding: stored without the header.';

export const codings: readonly ConformanceCase[] = [
  encoded('', DROPPED, HELLO, plain),
  encoded('identity', DROPPED, HELLO, plain),
  encoded('aws-chunked', DROPPED, HELLO, plain),
  encoded('identity, aws-chunked', DROPPED, HELLO, plain),
  encoded('', DROPPED, HELLO, plain, 'Accept-Encoding'),
  encoded('identity', DROPPED, HELLO, plain, 'Accept-Encoding'),
  encoded('aws-chunked', DROPPED, HELLO, plain, 'accept-encoding'),
  encoded('gzip,aws-chunked', 'Stored as gzip.', GZIP, packed),
  encoded('aws-chunked, gzip', 'Stored as gzip.', GZIP, packed),
  encoded('GZIP', 'Stored as gzip: codings have no case.', GZIP, packed),
  encoded(' , gzip , ', 'Stored as gzip: empty members of a list count for nothing.', GZIP, packed),
  encoded('Gzip, AWS-Chunked', 'Refused: the bytes are not gzip.', HELLO, { fate: 'unusable-answer' }),
  encoded('br, gzip', 'Both kept, in their order.', GZIP, {
    fate: 'stored',
    body: GZIP,
    headers: { 'content-encoding': 'br, gzip' },
  }),
  encoded(
    'gzip',
    'Not stored: packed for one kind of viewer.',
    GZIP,
    { fate: 'not-storable' },
    'Accept-Encoding',
  ),
  {
    behaviour: '`Vary` on two lines, of which the second is `Cookie`.',
    ours: 'Not stored: every line counts.',
    sources: ['rfc-9110'],
    answer: raw(
      'HTTP/1.1 200 OK\r\nvary: Accept\r\ncontent-length: 5\r\nvary: Cookie\r\nconnection: close\r\n\r\n',
      HELLO,
    ),
    expected: { fate: 'not-storable' },
  },
  {
    behaviour: '`Content-Encoding` on two lines.',
    ours: 'One list, in the order of the lines.',
    sources: ['rfc-9110'],
    answer: raw(
      `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${GZIP.length}\r\ncontent-encoding: aws-chunked\r\nconnection: close\r\n\r\n`,
      GZIP,
    ),
    expected: packed,
  },
  {
    behaviour: '`Transfer-Encoding: gzip, chunked`.',
    ours: 'Refused: it was not asked for, and is not taken off.',
    sources: ['rfc-9112'],
    answer: raw(block(200, { 'transfer-encoding': 'gzip, chunked' }), '5\r\nhello\r\n0\r\n\r\n'),
    expected: { fate: 'unusable-answer' },
  },
];
