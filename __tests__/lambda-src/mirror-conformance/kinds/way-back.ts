import type { RawAnswer } from '../../../support/raw-source';
import { block, bytes, digest, NEW, type PartialAnswer, ranged, rangesBut, status, whole } from '../answers';
import { type ConformanceCase, copied, GET, HEAD, HELLO, PART_BYTES } from '../conformance-case';

const LENGTH = 12 * PART_BYTES;
const STORED = { fate: 'stored', body: bytes(LENGTH, 1) } as const;
const refused = (code: number): PartialAnswer => ({ status: code, headers: {}, body: Buffer.alloc(0) });
const withRange =
  (contentRange: (first: number, last: number) => string) =>
  (honest: PartialAnswer, { first, last }: { first: number; last: number }): PartialAnswer => ({
    ...honest,
    headers: { ...honest.headers, 'content-range': contentRange(first, last) },
  });
/** Answers HEAD in its way, and GET with an object that is newer, or not. */
const refresh = (head: RawAnswer, etag = '"v2"') => ({
  before: copied(),
  job: { refresh: true },
  answer: ((request, socket) =>
    request.method === 'HEAD'
      ? head(request, socket)
      : whole(HELLO, { etag, 'last-modified': NEW })(request, socket)) satisfies RawAnswer,
});
const refreshed = { fate: 'refreshed', body: HELLO, asked: [HEAD, GET] } as const;

export const wayBack: readonly ConformanceCase[] = [
  ...[400, 403, 404, 405, 412, 416, 429, 500, 501, 503].map(
    (code): ConformanceCase => ({
      behaviour: `The source announces ranges and answers ${code} to the first.`,
      ours: 'The stream that is open already is read to its end.',
      sources: ['rfc-9110'],
      answer: rangesBut(LENGTH, () => refused(code), { from: 2 }),
      expected: { ...STORED, asked: [GET, GET] },
    }),
  ),
  ...[403, 412, 416, 500, 503].map(
    (code): ConformanceCase => ({
      behaviour: `The source hands out some ranges, and then answers ${code}.`,
      ours: code < 500 ? 'Read in one stream.' : 'Asked for three times, then read in one stream.',
      answer: rangesBut(LENGTH, () => refused(code)),
      expected: STORED,
    }),
  ),
  {
    behaviour: 'The source resets every connection that asks for a range.',
    ours: 'The stream that is open already is read to its end.',
    answer: rangesBut(LENGTH, () => (_, socket) => socket.resetAndDestroy(), { from: 2 }),
    expected: STORED,
  },
  {
    behaviour: 'A range is refused for a second (429, `Retry-After: 1`).',
    ours: 'It waits, and goes on in ranges.',
    sources: ['rfc-9110'],
    answer: (() => {
      let refusals = 0;
      return rangesBut(LENGTH, (honest) =>
        refusals++ < 2 ? { ...refused(429), headers: { 'retry-after': '1' } } : honest,
      );
    })(),
    expected: STORED,
  },
  {
    behaviour: 'A range is refused for a minute (429, `Retry-After: 60`).',
    ours: 'Retried after that minute; the source is left alone until then.',
    sources: ['rfc-9110'],
    answer: rangesBut(LENGTH, () => ({ ...refused(429), headers: { 'retry-after': '60' } })),
    expected: { fate: 'retried', retryAfterSeconds: 60 },
  },
  {
    behaviour: 'The source does not say how long the whole is (`bytes a-b/*`).',
    ours: 'Used: the length is known from the first answer.',
    sources: ['rfc-9110'],
    answer: rangesBut(
      LENGTH,
      withRange((first, last) => `bytes ${first}-${last}/*`),
      { from: 2 },
    ),
    expected: { ...STORED, asked: [GET, ...Array<string>(11).fill(GET)] },
  },
  {
    behaviour: 'The source sends less than asked, and says so.',
    ours: 'Read in one stream.',
    sources: ['rfc-9110'],
    answer: rangesBut(LENGTH, (honest, { first, last }) => ({
      ...withRange(() => `bytes ${first}-${last - 1}/${LENGTH}`)(honest, { first, last }),
      body: honest.body.subarray(0, -1),
    })),
    expected: STORED,
  },
  {
    behaviour: 'The source lets ranges begin at multiples of 4,096 only.',
    ours: 'Read in one stream.',
    answer: rangesBut(LENGTH, (honest, { first, last }) => {
      const start = first - (first % 4096);
      return {
        ...withRange(() => `bytes ${start}-${last}/${LENGTH}`)(honest, { first, last }),
        body: bytes(LENGTH, 1).subarray(start, last + 1),
      };
    }),
    expected: STORED,
  },
  {
    behaviour: 'Each node behind the source’s name has an `ETag` of its own.',
    ours: 'Read in one stream.',
    answer: (request, socket) =>
      whole(bytes(LENGTH, 1), { etag: `"node${request.count % 3}"`, 'accept-ranges': 'bytes' })(
        request,
        socket,
      ),
    expected: STORED,
  },
  {
    behaviour: 'Each node behind the source’s name has an `ETag` of its own, and ignores `If-Range`.',
    ours: 'Read in one stream.',
    answer: rangesBut(
      LENGTH,
      (honest, { first }) => ({ ...honest, headers: { ...honest.headers, etag: `"node${first % 3}"` } }),
      { from: 3 },
    ),
    expected: STORED,
  },
  {
    behaviour: 'The bytes of the ranges do not have the digest that the whole was offered with.',
    ours: 'Read in one stream, which has to have it.',
    answer: (request, socket) => {
      const body = bytes(LENGTH, 1);
      const headers = { 'content-md5': digest('md5', body), etag: '"v1"', 'accept-ranges': 'bytes' };
      if (request.headers.range === undefined) return whole(body, headers)(request, socket);
      return ranged(LENGTH, () => 1)({ ...request, count: 1 }, {
        end: (sent: Buffer) => {
          sent[sent.length - 1] = (sent.at(-1) ?? 0) ^ 1;
          return socket.end(sent);
        },
      } as typeof socket);
    },
    expected: STORED,
  },
  ...[403, 405, 500, 501].map(
    (code): ConformanceCase => ({
      behaviour: `Refresh: the source answers HEAD with ${code}, and GET with a newer object.`,
      ours: 'GET decides: refreshed.',
      sources: ['rfc-9110'],
      ...refresh(status(code)),
      expected: refreshed,
    }),
  ),
  {
    behaviour: 'Refresh: the source hangs up on HEAD, and answers GET with a newer object.',
    ours: 'GET decides: refreshed.',
    ...refresh((_, socket) => socket.end()),
    expected: refreshed,
  },
  {
    behaviour: 'Refresh: the source refuses HEAD (405), and GET shows that nothing has changed.',
    ours: 'GET decides: the copy stays.',
    ...refresh(status(405), '"v1"'),
    expected: { fate: 'already-present', body: 'a copy', asked: [HEAD, GET] },
  },
  {
    behaviour: 'Refresh: the source refuses HEAD (405) and GET (403).',
    ours: 'Acknowledged, counted, and an alarm.',
    before: copied(),
    job: { refresh: true },
    answer: (request, socket) =>
      socket.end(block(request.method === 'HEAD' ? 405 : 403, { 'content-length': '0' })),
    expected: { fate: 'refused-by-source', body: 'a copy' },
  },
];
