import { block, bytes, type PartialAnswer, rangesBut, raw, without } from '../answers';
import { type ConformanceCase, PART_BYTES } from '../conformance-case';

const LENGTH = 12 * PART_BYTES;
const OTHER_DATE = 'Fri, 23 Oct 2015 07:28:00 GMT';
const FIRST = { fate: 'stored', body: bytes(LENGTH, 1) } as const;
const SECOND = { fate: 'stored', body: bytes(LENGTH, 2) } as const;
const ONE_STREAM = 'Not used, and nothing that was begun: the object is read in one stream.';

type Change = Parameters<typeof rangesBut>[1];

/** What ranges look like when the object has changed and `If-Range` was not heeded. */
const changed = (headers: (honest: PartialAnswer) => PartialAnswer['headers']): Change => {
  return (honest, { first, last }) => ({
    ...honest,
    headers: headers(honest),
    body: bytes(LENGTH, 2).subarray(first, last + 1),
  });
};
const withHeaders =
  (headers: (span: { first: number; last: number }) => PartialAnswer['headers']): Change =>
  (honest, span) => ({ ...honest, headers: { ...honest.headers, ...headers(span) } });
const withBody =
  (body: (honest: Buffer) => Buffer): Change =>
  (honest) => ({ ...honest, body: body(honest.body) });

const cases: readonly (readonly [what: string, change: Change, wholeAfterwards?: number])[] = [
  ['has no `ETag`, and the object has changed', changed(({ headers }) => without(headers, 'etag')), 2],
  [
    'has another `Last-Modified` and no `ETag`, and the object has changed',
    changed(({ headers }) => ({ ...without(headers, 'etag'), 'last-modified': OTHER_DATE })),
    2,
  ],
  ['has another `ETag`', changed(({ headers }) => ({ ...headers, etag: '"v2"' })), 2],
  ['has the same `ETag`, but weak', withHeaders(() => ({ etag: 'W/"v1"' }))],
  ['has the same `ETag` and another `Last-Modified`', withHeaders(() => ({ 'last-modified': OTHER_DATE }))],
  [
    'is of an object of another length',
    withHeaders(({ first, last }) => ({ 'content-range': `bytes ${first}-${last}/${LENGTH + 1}` })),
  ],
  [
    'begins later than asked',
    withHeaders(({ first, last }) => ({ 'content-range': `bytes ${first + 1}-${last}/${LENGTH}` })),
  ],
  [
    'ends later than asked',
    withHeaders(({ first, last }) => ({ 'content-range': `bytes ${first}-${last + 1}/${LENGTH}` })),
  ],
  ['counts in another unit', withHeaders(() => ({ 'content-range': 'lines 1-2/3' }))],
  ['has no `Content-Range`', (honest) => ({ ...honest, headers: without(honest.headers, 'content-range') })],
  [
    'is `multipart/byteranges`',
    (honest) => ({
      ...honest,
      headers: {
        ...without(honest.headers, 'content-range'),
        'content-type': 'multipart/byteranges; boundary=a',
      },
    }),
  ],
  ['has fewer bytes than it says', withBody((body) => body.subarray(1))],
  ['has more bytes than it says', withBody((body) => Buffer.concat([body, Buffer.from('x')]))],
  [
    'is chunked and has more bytes than it says',
    (honest) =>
      raw(
        block(206, { ...honest.headers, 'transfer-encoding': 'chunked' }),
        `${(honest.body.length + 1).toString(16)}\r\n`,
        honest.body,
        'x\r\n0\r\n\r\n',
      ),
  ],
  ['is in another content coding than the whole', withHeaders(() => ({ 'content-encoding': 'br' }))],
];

export const parts: readonly ConformanceCase[] = [
  ...cases.map(
    ([what, change, wholeAfterwards = 1]): ConformanceCase => ({
      behaviour: `A 206 ${what}.`,
      ours: ONE_STREAM,
      sources: ['rfc-9110'],
      answer: rangesBut(LENGTH, change, { wholeAfterwards }),
      expected: wholeAfterwards === 1 ? FIRST : SECOND,
    }),
  ),
  {
    behaviour: 'The first range has no `ETag`.',
    ours: 'Not used: the stream that is open already is read to its end.',
    sources: ['rfc-9110'],
    answer: rangesBut(
      LENGTH,
      changed(({ headers }) => without(headers, 'etag')),
      { from: 2 },
    ),
    expected: { ...FIRST, asked: ['GET /images/a.jpg', 'GET /images/a.jpg'] },
  },
];
