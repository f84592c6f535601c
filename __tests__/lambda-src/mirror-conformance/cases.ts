import { missMessage } from '../../../lambda-src/backfill/message';
import { block, bytes, chunked, digest, inTurn, NEW, OLD, ranged, raw, status, whole } from './answers';
import {
  type ConformanceCase,
  copied,
  type FillCase,
  GET,
  HELLO,
  KEY,
  MAXIMUM_BYTES,
  PART_BYTES,
} from './conformance-case';
import { checksums } from './kinds/checksums';
import { codings } from './kinds/codings';
import { connections } from './kinds/connections';
import { digests } from './kinds/digests';
import { framing } from './kinds/framing';
import { parts } from './kinds/parts';
import { paths } from './kinds/paths';
import { tokens } from './kinds/tokens';
import { values } from './kinds/values';
import { wayBack } from './kinds/way-back';

const GZIP = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);

const trigger: FillCase[] = [
  {
    behaviour: 'A GET finds nothing in the bucket.',
    ours: 'The viewer gets the object from the full origin; the worker stores it.',
    products: {
      sippy: 'Returned and copied at the same time.',
      oss: 'Fetched, stored and returned.',
      cos: 'Sync: fetched, stored and returned. Async: 302 first, stored later.',
      fastly: 'Served and written asynchronously.',
      tigris: 'Returned and copied asynchronously.',
    },
    sources: ['sippy', 'oss', 'cos', 'cos-faq', 'fastly', 'tigris'],
    expected: { fate: 'stored', body: HELLO, asked: [GET] },
  },
  {
    behaviour: 'The object is in the bucket already.',
    ours: 'Done without asking the source.',
    products: {
      sippy: 'Served from the bucket.',
      oss: 'Served from the bucket; “already exists and can not be overwritten”.',
      cos: 'Served from the bucket: only a 404 triggers.',
      fastly: 'Served from the bucket.',
      tigris: 'The bucket is checked first.',
    },
    sources: ['sippy', 'oss-424', 'cos', 'fastly', 'tigris'],
    before: (bucket) => void bucket.put(KEY, Buffer.from('newer')),
    expected: { fate: 'already-present', body: 'newer', asked: [] },
  },
  {
    behaviour: 'A request names a key outside the configured prefixes.',
    ours: 'Refused, even when it comes as a message.',
    products: {
      oss: 'Rules by prefix, 20 at most.',
      cos: 'Rules by prefix.',
      fastly: 'The request names the source.',
    },
    sources: ['oss', 'cos-rules', 'fastly'],
    message: missMessage('private/a.jpg'),
    expected: { fate: 'invalid-message', asked: [] },
  },
  {
    behaviour: 'A request tries to choose the host that is asked.',
    ours: 'Impossible: messages hold keys only, the host comes from the deployment.',
    products: {
      sippy: 'The source is configured.',
      oss: 'The source is configured.',
      cos: 'The source is configured.',
      fastly: 'The request names the source in `fastly-object-storage-source-url`.',
      tigris: 'The source is configured.',
    },
    sources: ['sippy', 'oss', 'cos', 'fastly', 'tigris'],
    message: '{"version":1,"key":"images/a.jpg","url":"https://elsewhere.example/a.jpg"}',
    expected: { fate: 'stored', body: HELLO, asked: [GET] },
  },
  {
    behaviour: 'A key contains `..`.',
    ours: 'Refused.',
    message: missMessage('images/../private/a.jpg'),
    expected: { fate: 'invalid-message', asked: [] },
  },
  {
    behaviour: 'A key contains an escaped separator (`%2f`).',
    ours: 'Refused: two systems could read it differently.',
    message: missMessage('images/%2fa.jpg'),
    expected: { fate: 'invalid-message', asked: [] },
  },
  {
    behaviour: 'A key contains control characters.',
    ours: 'Refused.',
    message: missMessage('images/a\r\nb.jpg'),
    expected: { fate: 'invalid-message', asked: [] },
  },
  {
    behaviour: 'A message is not JSON.',
    ours: 'Acknowledged, so that it cannot come back for ever.',
    message: 'poison',
    expected: { fate: 'invalid-message', asked: [] },
  },
];

const request: FillCase[] = [
  {
    behaviour: 'The viewer asked for a range.',
    ours: 'The whole object is fetched, without the range.',
    products: {
      sippy: 'Larger objects may take several GETs until they are fully copied.',
      cos: 'Another request without range fetches the whole object.',
    },
    sources: ['sippy', 'cos'],
    expected: { fate: 'stored', body: HELLO, askedWith: { range: undefined } },
  },
  {
    behaviour: 'The viewer accepts compressed answers.',
    ours: 'The source is asked for the bytes as they are (`Accept-Encoding: identity`).',
    expected: { fate: 'stored', body: HELLO, askedWith: { 'accept-encoding': 'identity' } },
  },
  {
    behaviour: 'The viewer sent cookies or authorization.',
    ours: 'The source is asked without them: copies are for everybody.',
    products: {
      oss: 'Header lists by rule; never authorization.',
      cos: 'All headers, listed ones or new ones, by rule.',
    },
    sources: ['oss-rules', 'cos-rules'],
    expected: { fate: 'stored', body: HELLO, askedWith: { cookie: undefined, authorization: undefined } },
  },
  {
    behaviour: 'The viewer sent a query string.',
    ours: 'Left out: a key is one object.',
    products: { oss: 'Passed on by rule.', cos: 'Passed on by rule (`FollowQueryString`).' },
    sources: ['oss-rules', 'cos-rules'],
    expected: { fate: 'stored', body: HELLO, asked: [GET] },
  },
  {
    behaviour: 'The key has characters outside ASCII.',
    ours: 'Asked for in UTF-8 with escapes, stored under the key itself.',
    message: missMessage('images/日 本.jpg'),
    expected: { fate: 'stored', asked: ['GET /images/%E6%97%A5%20%E6%9C%AC.jpg'] },
  },
  {
    behaviour: 'The origin’s firewall refuses requests without a user agent.',
    ours: 'The worker says who it is.',
    products: { oss: 'Documents origins whose firewall refuses it (status 0).' },
    sources: ['oss-424'],
    expected: { fate: 'stored', body: HELLO, askedWith: { 'user-agent': 'meridian-fill-worker' } },
  },
  {
    behaviour: 'The source has a private address.',
    ours: 'Refused when the connection is made, unless the deployment allows it; retried, because names change.',
    products: { oss: 'The origin may not be an internal address.' },
    sources: ['oss'],
    job: { mayBePrivate: false },
    expected: { fate: 'retried', asked: [] },
  },
];

const statuses: FillCase[] = [
  ...([404, 410] as const).map((code) => ({
    behaviour: `The source answers ${code}.`,
    ours: 'Acknowledged: there is no such object.',
    ...(code === 404 && {
      products: { oss: '404 to the client.', cos: '404 is passed through.' },
      sources: ['oss-rules', 'cos'] as const,
    }),
    answer: status(code),
    expected: { fate: 'missing-at-source' as const, asked: [GET] },
  })),
  ...([401, 403] as const).map((code) => ({
    behaviour: `The source answers ${code}.`,
    ours: 'Acknowledged, counted, and an alarm: nobody’s retry helps.',
    products: { oss: '424 MirrorFailed.', cos: '424.' },
    sources: ['oss-rules', 'cos'] as const,
    answer: status(code),
    expected: { fate: 'refused-by-source' as const, asked: [GET] },
  })),
  ...([400, 451] as const).map((code) => ({
    behaviour: `The source answers ${code}.`,
    ours: 'Acknowledged: the same question gets the same answer.',
    products: { oss: '424 MirrorFailed.', cos: '424.' },
    sources: ['oss-rules', 'cos'] as const,
    answer: status(code),
    expected: { fate: 'unusable-answer' as const },
  })),
  ...([429, 500, 503] as const).map((code) => ({
    behaviour: `The source answers ${code}.`,
    ours: 'Retried with growing delays, then dead-lettered.',
    products: { oss: '424 MirrorFailed.', cos: '424.' },
    sources: ['oss-rules', 'cos'] as const,
    answer: status(code),
    expected: { fate: 'retried' as const },
  })),
  {
    behaviour: 'The source answers 204.',
    ours: 'Acknowledged: not an object.',
    answer: raw(block(204, {})),
    expected: { fate: 'unusable-answer' },
  },
  {
    behaviour: 'The source answers 206 to a request without range.',
    ours: 'Refused: it is not the whole object.',
    products: { oss: '200 and 206 are accepted.' },
    sources: ['oss-rules'],
    answer: whole(HELLO, { 'content-range': 'bytes 0-4/10' }, 206),
    expected: { fate: 'unusable-answer' },
  },
  {
    behaviour: 'The source answers 200 with `Content-Range`.',
    ours: 'Refused: it is not the whole object.',
    answer: whole(HELLO, { 'content-range': 'bytes 0-4/10' }),
    expected: { fate: 'unusable-answer' },
  },
];

const redirects: FillCase[] = [
  {
    behaviour: 'The source redirects to a host that the deployment names.',
    ours: 'Followed, with the same checks.',
    products: { cos: 'Followed where the rule says so.' },
    sources: ['cos', 'cos-rules'],
    job: { redirectHost: true },
    answer: inTurn(
      (asked, socket) => status(302, { location: `${asked.path}?signed` })(asked, socket),
      whole(HELLO),
    ),
    expected: { fate: 'stored', body: HELLO, asked: [GET, `${GET}?signed`] },
  },
  {
    behaviour: 'The source redirects to another host.',
    ours: 'Not followed: acknowledged.',
    answer: status(302, { location: 'http://127.0.0.1:1/a.jpg' }),
    expected: { fate: 'unusable-answer', asked: [GET] },
  },
  {
    behaviour: 'The source redirects in a circle.',
    ours: 'Three redirects at most, then acknowledged.',
    job: { redirectHost: true },
    answer: (asked, socket) => status(301, { location: asked.path })(asked, socket),
    expected: { fate: 'unusable-answer', asked: [GET, GET, GET, GET] },
  },
  {
    behaviour: 'A redirect names no address.',
    ours: 'Acknowledged.',
    answer: status(301),
    expected: { fate: 'unusable-answer', asked: [GET] },
  },
];

const integrity: FillCase[] = [
  {
    behaviour: 'The connection ends before the declared length.',
    ours: 'Nothing is stored; retried.',
    products: { oss: '“Bytes read is not equal to expected”: fails.' },
    sources: ['oss-424'],
    answer: raw(block(200, { 'content-length': '10' }), HELLO),
    expected: { fate: 'retried' },
  },
  {
    behaviour: 'The connection ends after the first parts of a large object.',
    ours: 'The parts are removed; retried.',
    products: { oss: '“Bytes read is not equal to expected”: fails.' },
    sources: ['oss-424'],
    answer: raw(block(200, { 'content-length': String(3 * PART_BYTES) }), bytes(2 * PART_BYTES + 1)),
    expected: { fate: 'retried' },
  },
  {
    behaviour: 'The body is longer than its declared length.',
    ours: 'Nothing is stored; retried.',
    sources: ['rfc-9112'],
    answer: raw(block(200, { 'content-length': '3' }), HELLO),
    expected: { fate: 'retried' },
  },
  {
    behaviour: 'The body is chunked.',
    ours: 'Stored: its end cannot be missed.',
    products: { cos: 'Chunked answers are accepted.' },
    sources: ['cos'],
    answer: chunked(['hel', 'lo']),
    expected: { fate: 'stored', body: HELLO },
  },
  {
    behaviour: 'A chunked body breaks off.',
    ours: 'Nothing is stored; retried.',
    answer: chunked(['hel'], false),
    expected: { fate: 'retried' },
  },
  {
    behaviour: 'Only the end of the connection ends the body.',
    ours: 'Refused: a broken connection would look the same.',
    sources: ['rfc-9112'],
    answer: raw('HTTP/1.1 200 OK\r\n\r\nhello'),
    expected: { fate: 'unusable-answer' },
  },
  {
    behaviour: '`Content-MD5` does not fit the bytes.',
    ours: 'Nothing is stored; retried.',
    products: { oss: 'Checked where the rule asks for it; not stored.' },
    sources: ['oss-424', 'oss-examples'],
    answer: whole(HELLO, { 'content-md5': digest('md5', 'other') }),
    expected: { fate: 'retried' },
  },
  {
    behaviour: '`Content-MD5` fits.',
    ours: 'Stored.',
    products: { oss: 'Stored.' },
    sources: ['oss-examples'],
    answer: whole(HELLO, { 'content-md5': digest('md5', HELLO) }),
    expected: { fate: 'stored', body: HELLO },
  },
  {
    behaviour: '`Repr-Digest` does not fit.',
    ours: 'Nothing is stored; retried.',
    sources: ['rfc-9530'],
    answer: whole(HELLO, { 'repr-digest': `sha-256=:${digest('sha256', 'other')}:` }),
    expected: { fate: 'retried' },
  },
  {
    behaviour: '`x-amz-checksum-sha256` of an S3 source does not fit.',
    ours: 'Nothing is stored; retried.',
    answer: whole(HELLO, { 'x-amz-checksum-sha256': digest('sha256', 'other') }),
    expected: { fate: 'retried' },
  },
  {
    behaviour: 'A digest of a large object does not fit.',
    ours: 'The parts are removed; retried.',
    answer: whole(bytes(3 * PART_BYTES), { 'content-md5': digest('md5', 'other') }),
    expected: { fate: 'retried' },
  },
  {
    behaviour: 'The `ETag` looks like an MD5 and is none.',
    ours: 'Stored: S3’s ETag depends on encryption and parts, too.',
    products: {
      sippy: 'The ETag of the copy may differ.',
      fastly: 'ETags are not the MD5 of the object.',
    },
    sources: ['sippy', 'fastly-storage'],
    answer: whole(HELLO, { etag: '"00000000000000000000000000000000"' }),
    expected: { fate: 'stored', body: HELLO },
  },
  {
    behaviour: 'Two different lengths are declared.',
    ours: 'No HTTP: acknowledged.',
    sources: ['rfc-9112'],
    answer: raw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello'),
    expected: { fate: 'invalid-http' },
  },
  {
    behaviour: '`Content-Encoding: gzip`, and the bytes are not gzip.',
    ours: 'Refused: viewers could not decode it.',
    answer: whole(HELLO, { 'content-encoding': 'gzip' }),
    expected: { fate: 'unusable-answer' },
  },
  {
    behaviour: 'The object is empty.',
    ours: 'Stored.',
    answer: whole(''),
    expected: { fate: 'stored', body: '' },
  },
];

const sizes: FillCase[] = [
  {
    behaviour: 'The object takes several parts.',
    ours: 'Stored; visible at once and whole.',
    products: { sippy: 'Larger objects may take several GETs until they are fully copied.' },
    sources: ['sippy'],
    answer: whole(bytes(3 * PART_BYTES + 1)),
    expected: { fate: 'stored', body: bytes(3 * PART_BYTES + 1) },
  },
  {
    behaviour: 'The object is very large and the source hands out ranges.',
    ours: 'Read over several connections, each range bound to the first answer’s `ETag` (`If-Range`).',
    products: { sippy: 'Larger objects may take several GETs until they are fully copied.' },
    sources: ['sippy', 'rfc-9110'],
    answer: ranged(12 * PART_BYTES),
    expected: { fate: 'stored', body: bytes(12 * PART_BYTES, 1) },
  },
  {
    behaviour: 'The source announces ranges and does not give them.',
    ours: 'Read in one piece.',
    answer: whole(bytes(12 * PART_BYTES), { 'accept-ranges': 'bytes', etag: '"v1"' }),
    expected: { fate: 'stored', body: bytes(12 * PART_BYTES) },
  },
  {
    behaviour: 'The object changes between two ranges.',
    ours: 'What was begun is dropped; the new version is read in one stream. Bytes of two versions are never mixed.',
    answer: ranged(12 * PART_BYTES, (count) => (count < 4 ? 1 : 2)),
    expected: { fate: 'stored', body: bytes(12 * PART_BYTES, 2) },
  },
  {
    behaviour: 'The object is larger than the cap.',
    ours: 'Served by the source, not copied.',
    products: { fastly: 'Over 250 MB: served, not copied.' },
    sources: ['fastly'],
    answer: raw(block(200, { 'content-length': String(MAXIMUM_BYTES + 1) })),
    expected: { fate: 'too-large' },
  },
  {
    behaviour: 'A chunked body turns out larger than the cap.',
    ours: 'Given up at the cap; the parts are removed.',
    answer: chunked([bytes(MAXIMUM_BYTES + 1)]),
    expected: { fate: 'too-large' },
  },
  {
    behaviour: 'The object is larger than one run of the worker can copy.',
    ours: 'Its key goes to a queue for a worker without that limit.',
    products: { fastly: 'Over 250 MB: served, not copied.' },
    sources: ['fastly'],
    job: { large: 2 * PART_BYTES },
    answer: whole(bytes(3 * PART_BYTES)),
    expected: { fate: 'handed-on' },
  },
];

const kept: FillCase[] = [
  ...(
    [
      ['content-type', 'image/jpeg'],
      ['cache-control', 'public, max-age=86400'],
      ['content-disposition', 'attachment; filename="a.jpg"'],
      ['content-language', 'ja'],
      ['expires', 'Wed, 21 Oct 2037 07:28:00 GMT'],
    ] as const
  ).map(([name, value]) => ({
    behaviour: `The source sends \`${name}\`.`,
    ours: 'Kept byte for byte.',
    products: {
      sippy: 'Only `x-amz-meta-*` is copied.',
      ...(name !== 'content-language' && { cos: 'Kept.' }),
    },
    sources: ['sippy', 'cos'] as const,
    answer: whole(HELLO, { [name]: value }),
    expected: { fate: 'stored' as const, body: HELLO, headers: { [name]: value } },
  })),
  {
    behaviour: 'The object is stored compressed at the source (`Content-Encoding`).',
    ours: 'Bytes and header kept as they are.',
    products: { sippy: 'Only `x-amz-meta-*` is copied.', cos: 'Kept.' },
    sources: ['sippy', 'cos'],
    answer: whole(GZIP, { 'content-encoding': 'gzip' }),
    expected: { fate: 'stored', body: GZIP, headers: { 'content-encoding': 'gzip' } },
  },
  {
    behaviour: 'Where a copy comes from.',
    ours: 'In its metadata: the source’s ETag, date and length, and which fill wrote it when.',
    answer: whole(HELLO, { etag: '"v1"', 'last-modified': OLD }),
    expected: {
      fate: 'stored',
      body: HELLO,
      headers: {
        'x-amz-meta-src-etag': '"v1"',
        'x-amz-meta-src-last-modified': OLD,
        'x-amz-meta-src-length': '5',
        'x-amz-meta-fill-id': 'the-message',
      },
    },
  },
  {
    behaviour: 'The source sends headers of its own (`Server`, `Set-Cookie2`, `x-…`).',
    ours: 'Not stored.',
    products: { sippy: 'Only `x-amz-meta-*` is copied.', cos: '`x-cos-meta-*` is kept.' },
    sources: ['sippy', 'cos'],
    answer: whole(HELLO, { server: 'nginx', 'x-powered-by': 'PHP' }),
    expected: { fate: 'stored', body: HELLO, headers: { server: undefined, 'x-powered-by': undefined } },
  },
  {
    behaviour: 'A provenance header is longer than the bucket keeps.',
    ours: 'Left out; the object is stored.',
    products: { oss: '“Meta is too large” over 8 KB: fails.' },
    sources: ['oss-424'],
    answer: whole(HELLO, { etag: `"${'a'.repeat(3000)}"` }),
    expected: { fate: 'stored', body: HELLO, headers: { 'x-amz-meta-src-etag': undefined } },
  },
  {
    behaviour: 'A content header is not ASCII.',
    ours: 'Refused: the bucket could not keep it as it is.',
    answer: whole(HELLO, { 'content-disposition': 'attachment; filename="\xe6\x97\xa5"' }),
    expected: { fate: 'unusable-answer' },
  },
];

const storable: FillCase[] = (
  [
    ['set-cookie', 'session=1', 'rfc-9111'],
    ['cache-control', 'no-store', 'rfc-9111'],
    ['cache-control', 'private, max-age=60', 'rfc-9111'],
    ['vary', '*', 'rfc-9111'],
    ['vary', 'Cookie', 'rfc-9111'],
    ['vary', 'Authorization', 'rfc-9111'],
  ] as const
).map(([name, value, source]) => ({
  behaviour: `The answer has \`${name}: ${value}\`.`,
  ours: 'Not stored: it is for one viewer, or not to be kept.',
  sources: [source],
  answer: whole(HELLO, { [name]: value }),
  expected: { fate: 'not-storable' as const },
}));

const order: FillCase[] = [
  {
    behaviour: 'Somebody stores the object while it is copied.',
    ours: 'Theirs stays (`If-None-Match: *`).',
    products: { oss: 'Existing objects are not overwritten.' },
    sources: ['oss-424', 's3-conditions'],
    answer: (asked, socket) => whole(bytes(3 * PART_BYTES))(asked, socket),
    before: (bucket) => {
      const theirs = Buffer.from('newer');
      bucket.fault = (operation) => {
        if (operation === 'COMPLETE') bucket.put(KEY, theirs);
        return undefined;
      };
    },
    expected: { fate: 'already-present', body: 'newer' },
  },
  {
    behaviour: 'The object was deleted from the bucket, and not from the source.',
    ours: 'It stays deleted.',
    products: { sippy: 'It comes back with the next GET.' },
    sources: ['sippy'],
    before: (bucket) => {
      bucket.put(KEY, Buffer.from('old'));
      bucket.delete(KEY);
    },
    expected: { fate: 'deleted-here', asked: [] },
  },
  {
    behaviour: 'The object is stored and deleted while it is copied.',
    ours: 'The copy is taken back: it stays deleted.',
    before: (bucket) => {
      bucket.fault = (operation) => {
        if (operation === 'PUT') bucket.delete(KEY);
        return undefined;
      };
    },
    expected: { fate: 'deleted-here' },
  },
  {
    behaviour: 'The object changes at the source after it was copied.',
    ours: 'The copy stays, unless the document asks for refreshes.',
    products: {
      sippy: 'Never fetched again after the first copy.',
      oss: 'Existing objects are not overwritten.',
    },
    sources: ['sippy', 'oss-424'],
    before: copied(),
    answer: whole(HELLO, { etag: '"v2"', 'last-modified': NEW }),
    expected: { fate: 'already-present', body: 'a copy', asked: [] },
  },
  {
    behaviour: 'The same, with refreshes.',
    ours: 'Replaced, on condition that the copy is still the one that was seen (`If-Match`).',
    sources: ['s3-conditions'],
    job: { refresh: true },
    before: copied(),
    answer: whole(HELLO, { etag: '"v2"', 'last-modified': NEW }),
    expected: { fate: 'refreshed', body: HELLO, asked: [`HEAD /${KEY}`, GET] },
  },
  {
    behaviour: 'Refresh: the source has the same object.',
    ours: 'One HEAD, nothing else.',
    job: { refresh: true },
    before: copied(),
    answer: whole(HELLO, { etag: '"v1"', 'last-modified': NEW }),
    expected: { fate: 'already-present', body: 'a copy', asked: [`HEAD /${KEY}`] },
  },
  {
    behaviour: 'Refresh: the source has an older object.',
    ours: 'The copy stays.',
    job: { refresh: true },
    before: copied('"v2"', NEW),
    answer: whole(HELLO, { etag: '"v1"', 'last-modified': OLD }),
    expected: { fate: 'already-present', body: 'a copy', asked: [`HEAD /${KEY}`] },
  },
  {
    behaviour: 'Refresh: the object in the bucket is no copy.',
    ours: 'Never replaced.',
    job: { refresh: true },
    before: (bucket) => void bucket.put(KEY, Buffer.from('ours')),
    answer: whole(HELLO, { etag: '"v2"', 'last-modified': NEW }),
    expected: { fate: 'already-present', body: 'ours' },
  },
  {
    behaviour: 'Refresh: the object is gone from the source.',
    ours: 'The copy stays; the worker deletes nothing.',
    job: { refresh: true },
    before: copied(),
    answer: status(404),
    expected: { fate: 'missing-at-source', body: 'a copy' },
  },
];

const bucket: FillCase[] = (
  [
    ['HEAD', 503, 'does not answer whether it has the object'],
    ['PUT', 503, 'does not take the object'],
    ['PUT', 409, 'has a conflicting write at the same moment'],
    ['PUT', 403, 'does not let the worker write'],
  ] as const
).map(([operation, code, what]) => ({
  behaviour: `The bucket ${what} (${code}).`,
  ours: 'Retried; nothing is left behind.',
  ...(code === 409 && { sources: ['s3-conditions'] as const }),
  before: (each) => {
    each.fault = (asked) => (asked === operation ? { kind: 'status', status: code } : undefined);
  },
  expected: { fate: 'retried' as const },
}));

/** What servers of the real web do, kind by kind: by the headings of the document. */
export const KINDS: Readonly<Record<string, readonly ConformanceCase[]>> = {
  Connections: connections,
  'One reading of a path': paths,
  'Parts that cannot be trusted': parts,
  'A way back to one stream': wayBack,
  'Offered digests': digests,
  'Content codings': codings,
  'Values of HTTP': values,
  'Tokens at the edge': tokens,
  'Checksums of uploads': checksums,
  'Framing, and what is decided about answers': framing,
};

const GROUPS: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'What starts a fill': trigger,
  'What the source is asked': request,
  'What the source answers': statuses,
  Redirects: redirects,
  'Whole and unharmed': integrity,
  Sizes: sizes,
  'What is kept': kept,
  'What must not be kept': storable,
  'Order: newer objects, deletions, refreshes': order,
  'When the bucket fails': bucket,
  ...KINDS,
};

/** Numbered in this order, in the document as in the test. */
export const CASES: readonly (ConformanceCase & { readonly group: string; readonly id: number })[] =
  Object.entries(GROUPS)
    .flatMap(([group, cases]) => cases.map((each) => ({ ...each, group })))
    .map((each, index) => ({ ...each, id: index + 1 }));
