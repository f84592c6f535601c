import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { addVary, joined } from './fields';
import type { Answer, ViewerRequest } from './message';

const COMPRESSIBLE =
  /^(application\/(dash\+xml|eot|font|font-sfnt|javascript|json|opentype|otf|pdf|pkcs7-mime|protobuf|rss\+xml|truetype|ttf|vnd\.apple\.mpegurl|vnd\.mapbox-vector-tile|vnd\.ms-fontobject|wasm|xhtml\+xml|xml|x-font-opentype|x-font-truetype|x-font-ttf|x-httpd-cgi|x-javascript|x-mpegurl|x-opentype|x-otf|x-perl|x-ttf)|font\/(eot|opentype|otf|ttf|woff|woff2)|image\/svg\+xml|text\/(css|csv|html|javascript|js|plain|richtext|tab-separated-values|xml|x-component|x-java-source|x-script|vtt))$/;
const MINIMUM_BYTES = 1000;
const MAXIMUM_BYTES = 10_000_000;

/** The origin's answer, compressed where CloudFront does it; `encoding` is the key's. */
export function compressed(answer: Answer, encoding: string): Answer {
  const { headers, body, status } = answer;
  const [type = ''] = (joined(headers, 'content-type') ?? '').split(';');
  if (
    encoding === '' ||
    ![200, 403, 404].includes(status) ||
    headers.has('content-encoding') ||
    !headers.has('content-length') ||
    body.length < MINIMUM_BYTES ||
    body.length > MAXIMUM_BYTES ||
    !COMPRESSIBLE.test(type.trim().toLowerCase())
  ) {
    return answer;
  }
  const brotli = encoding.includes('br');
  const smaller = brotli
    ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    : gzipSync(body);
  const changed = new Map(headers);
  changed.set('content-encoding', [brotli ? 'br' : 'gzip']);
  changed.set('content-length', [String(smaller.length)]);
  const tag = joined(headers, 'etag');
  if (tag?.startsWith('"')) changed.set('etag', [`W/${tag}`]);
  addVary(changed, 'Accept-Encoding');
  return { ...answer, headers: changed, body: smaller };
}

/** The whole answer, a part of it, or the word that the viewer's copy still holds. */
export function delivered(request: ViewerRequest, answer: Answer): Answer {
  if (answer.status !== 200 || (request.method !== 'GET' && request.method !== 'HEAD')) return answer;
  if (isNotModified(request, answer)) {
    const headers = new Map(answer.headers);
    for (const name of ['content-length', 'content-encoding', 'content-type']) headers.delete(name);
    return { status: 304, headers, body: Buffer.alloc(0) };
  }
  return request.method === 'GET' ? ranged(request, answer) : answer;
}

function isNotModified({ headers: request }: ViewerRequest, { headers }: Answer): boolean {
  const tags = joined(request, 'if-none-match');
  const tag = joined(headers, 'etag');
  if (tags !== undefined) {
    const opaque = (one: string) => one.trim().replace(/^W\//, '');
    return tag !== undefined && (tags.trim() === '*' || tags.split(',').map(opaque).includes(opaque(tag)));
  }
  const since = Date.parse(joined(request, 'if-modified-since') ?? '');
  const modified = Date.parse(joined(headers, 'last-modified') ?? '');
  return modified <= since;
}

function ranged(request: ViewerRequest, answer: Answer): Answer {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(joined(request.headers, 'range')?.trim() ?? '');
  if (asked === null || (asked[1] === '' && asked[2] === '') || !ifRangeHolds(request, answer)) return answer;
  const size = answer.body.length;
  const [, from = '', to = ''] = asked;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return answer;
  const headers = new Map(answer.headers);
  if (first >= size || (from === '' && Number(to) === 0)) {
    headers.set('content-range', [`bytes */${size}`]);
    headers.set('content-length', ['0']);
    return { status: 416, headers, body: Buffer.alloc(0) };
  }
  const body = answer.body.subarray(first, last + 1);
  headers.set('content-range', [`bytes ${first}-${last}/${size}`]);
  headers.set('content-length', [String(body.length)]);
  return { status: 206, headers, body };
}

function ifRangeHolds({ headers: request }: ViewerRequest, { headers }: Answer): boolean {
  const condition = joined(request, 'if-range');
  if (condition === undefined) return true;
  return condition === joined(headers, 'etag') || condition === joined(headers, 'last-modified');
}
