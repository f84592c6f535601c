import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { ALL, allExcept, listed } from '../support/world';
import { type Case, from } from './case';
import { result, results, servesAt } from './support';

const text = (length: number) => 'abcdefghij'.repeat(length / 10);

/** What is kept, under which key, for how long, and how it is delivered. */
export const CACHING_CASES: readonly Case[] = [
  ...from(
    'understanding-the-cache-key.html',
    [
      'key-path',
      'By default the key is the distribution and the path: queries, headers and cookies do not count',
      async (world) => {
        await world.get('/a?x=1', { headers: { 'accept-language': 'de', cookie: 'session=1' } });
        expect(
          result(await world.get('/a?x=2', { headers: { 'accept-language': 'fr', cookie: 'session=2' } })),
        ).toBe('Hit');
        expect(result(await world.get('/b'))).toBe('Miss');
      },
    ],
    [
      'key-path-case',
      'Paths differ by case',
      async (world) => {
        await world.get('/a');
        expect(result(await world.get('/A'))).toBe('Miss');
      },
    ],
    [
      'key-header',
      'A header in the key makes a copy for each value',
      async (world) => {
        world.cache = { ...world.cache, headers: listed('accept-language') };
        const ask = (language: string) => world.get('/', { headers: { 'accept-language': language } });
        await ask('de');
        expect(result(await ask('fr'))).toBe('Miss');
        expect(result(await ask('de'))).toBe('Hit');
      },
    ],
  ),
  ...from(
    'cache-key-understand-cache-policy.html',
    [
      'key-query-all',
      'All query strings: each one has its copy',
      async (world) => {
        world.cache = { ...world.cache, queryStrings: ALL };
        await world.get('/?a=1');
        expect(result(await world.get('/?a=2'))).toBe('Miss');
        expect(result(await world.get('/?a=1'))).toBe('Hit');
      },
    ],
    [
      'key-query-listed',
      'Listed query strings: only they count',
      async (world) => {
        world.cache = { ...world.cache, queryStrings: listed('a') };
        await world.get('/?a=1&b=1');
        expect(result(await world.get('/?a=1&b=2'))).toBe('Hit');
        expect(result(await world.get('/?a=2&b=2'))).toBe('Miss');
      },
    ],
    [
      'key-query-except',
      'All but the listed query strings count',
      async (world) => {
        world.cache = { ...world.cache, queryStrings: allExcept('utm_source') };
        await world.get('/?a=1&utm_source=x');
        expect(result(await world.get('/?a=1&utm_source=y'))).toBe('Hit');
        expect(result(await world.get('/?a=2&utm_source=y'))).toBe('Miss');
      },
    ],
    [
      'key-cookies-listed',
      'Listed cookies: only they count, and only they reach the origin',
      async (world) => {
        world.cache = { ...world.cache, cookies: listed('tenant') };
        await world.get('/', { headers: { cookie: 'tenant=1; tracking=2' } });
        expect(result(await world.get('/', { headers: { cookie: 'tracking=3; tenant=1' } }))).toBe('Hit');
        expect(result(await world.get('/', { headers: { cookie: 'tenant=2' } }))).toBe('Miss');
        expect(world.a.saw.map(({ headers }) => headers.cookie)).toEqual(['tenant=1', 'tenant=2']);
      },
    ],
    [
      'key-forwarded',
      'What is in the key is sent to the origin without an origin request policy',
      async (world) => {
        world.cache = { ...world.cache, headers: listed('accept-language'), queryStrings: listed('a') };
        await world.get('/?a=1&b=2', { headers: { 'accept-language': 'de', 'x-other': 'y' } });
        expect(world.a.saw[0]?.path).toBe('/?a=1');
        expect(world.a.saw[0]?.headers).toMatchObject({ 'accept-language': 'de' });
        expect(world.a.saw[0]?.headers).not.toHaveProperty('x-other');
      },
    ],
    [
      'key-encoding',
      'With compression on, the normalised Accept-Encoding is in the key',
      async (world) => {
        world.cache = { ...world.cache, gzip: true, brotli: true };
        const ask = (encoding: string) => world.get('/', { headers: { 'accept-encoding': encoding } });
        await ask('gzip, deflate, br');
        expect(result(await ask('br;q=1.0, gzip;q=0.8, *;q=0.1'))).toBe('Hit');
        expect(result(await ask('gzip, deflate'))).toBe('Miss');
        expect(world.a.saw.map(({ headers }) => headers['accept-encoding'])).toEqual(['br,gzip', 'gzip']);
      },
    ],
    [
      'ttl-zero',
      'With every TTL 0 nothing is kept',
      async (world) => {
        world.cache = { ...world.cache, minTtlSeconds: 0, defaultTtlSeconds: 0, maxTtlSeconds: 0 };
        world.a.reply = () => ({ headers: { 'cache-control': 'max-age=60' } });
        expect(await results(world, 2, '/')).toEqual(['Miss', 'Miss']);
      },
    ],
  ),
  ...from(
    'Expiration.html',
    [
      'ttl-default',
      'Without Cache-Control and Expires the default TTL counts',
      async (world) => {
        world.cache = { ...world.cache, defaultTtlSeconds: 100 };
        expect(await servesAt(world, '/', 99, 101)).toEqual([true, false]);
      },
    ],
    [
      'ttl-max-age',
      'Minimum TTL 0: max-age counts',
      async (world) => {
        world.a.reply = () => ({ headers: { 'cache-control': 'max-age=50' } });
        expect(await servesAt(world, '/', 49, 51)).toEqual([true, false]);
      },
    ],
    [
      'ttl-maximum',
      'max-age is cut to the maximum TTL',
      async (world) => {
        world.cache = { ...world.cache, defaultTtlSeconds: 10, maxTtlSeconds: 20 };
        world.a.reply = () => ({ headers: { 'cache-control': 'max-age=50' } });
        expect(await servesAt(world, '/', 19, 21)).toEqual([true, false]);
      },
    ],
    [
      'ttl-minimum',
      'max-age is raised to the minimum TTL',
      async (world) => {
        world.cache = { ...world.cache, minTtlSeconds: 100, defaultTtlSeconds: 100 };
        world.a.reply = () => ({ headers: { 'cache-control': 'max-age=50' } });
        expect(await servesAt(world, '/', 99, 101)).toEqual([true, false]);
      },
    ],
    [
      'ttl-s-maxage',
      's-maxage counts before max-age',
      async (world) => {
        world.a.reply = () => ({ headers: { 'cache-control': 'max-age=10, s-maxage=30' } });
        expect(await servesAt(world, '/', 29, 31)).toEqual([true, false]);
      },
    ],
    [
      'ttl-expires',
      'Expires counts',
      async (world) => {
        const expires = new Date(world.clock.now() + 40_000).toUTCString();
        world.a.reply = () => ({ headers: { expires } });
        expect(await servesAt(world, '/', 39, 41)).toEqual([true, false]);
      },
    ],
    [
      'ttl-max-age-and-expires',
      'Of max-age and Expires only max-age counts',
      async (world) => {
        const expires = new Date(world.clock.now() + 1000_000).toUTCString();
        world.a.reply = () => ({ headers: { expires, 'cache-control': 'max-age=40' } });
        expect(await servesAt(world, '/', 39, 41)).toEqual([true, false]);
      },
    ],
    [
      'ttl-default-minimum',
      'Minimum TTL above 0 and no header: the greater of minimum and default TTL counts',
      async (world) => {
        world.cache = { ...world.cache, minTtlSeconds: 60, defaultTtlSeconds: 30 };
        expect(await servesAt(world, '/', 59, 61)).toEqual([true, false]);
      },
    ],
    [
      'no-store',
      'Minimum TTL 0: no-store is respected',
      async (world) => {
        world.a.reply = () => ({ headers: { 'cache-control': 'no-store' } });
        expect(await results(world, 2, '/')).toEqual(['Miss', 'Miss']);
      },
    ],
    [
      'private',
      'Minimum TTL 0: private is respected',
      async (world) => {
        world.a.reply = () => ({ headers: { 'cache-control': 'private, max-age=60' } });
        expect(await results(world, 2, '/')).toEqual(['Miss', 'Miss']);
      },
    ],
    [
      'no-cache',
      'Minimum TTL 0: no-cache is respected',
      async (world) => {
        world.a.reply = () => ({ headers: { 'cache-control': 'no-cache' } });
        expect(await results(world, 2, '/')).toEqual(['Miss', 'Miss']);
      },
    ],
    [
      'no-store-minimum',
      'Minimum TTL above 0: no-store, no-cache and private are kept for the minimum TTL',
      async (world) => {
        world.cache = { ...world.cache, minTtlSeconds: 5 };
        for (const directive of ['no-store', 'no-cache', 'private']) {
          world.a.reply = () => ({ headers: { 'cache-control': directive } });
          expect(await servesAt(world, `/${directive}`, 4, 6)).toEqual([true, false]);
        }
      },
    ],
    [
      'viewer-cache-control',
      "A viewer's Cache-Control and Pragma force nothing",
      async (world) => {
        await world.get('/');
        const reply = await world.get('/', { headers: { 'cache-control': 'no-cache', pragma: 'no-cache' } });
        expect(result(reply)).toBe('Hit');
      },
    ],
    [
      'confirmed',
      'An expired copy is confirmed with 304, and serves on',
      async (world) => {
        world.a.reply = ({ headers }) =>
          headers['if-none-match'] === '"v1"'
            ? { status: 304, headers: { 'cache-control': 'max-age=10', etag: '"v1"' } }
            : { body: 'content', headers: { 'cache-control': 'max-age=10', etag: '"v1"' } };
        await world.get('/');
        world.clock.advance(11);
        const reply = await world.get('/');
        expect([result(reply), reply.body]).toEqual(['RefreshHit', 'content']);
        expect(await results(world, 1, '/')).toEqual(['Hit']);
      },
    ],
    [
      'replaced',
      'An expired copy is replaced with 200',
      async (world) => {
        world.a.reply = () => ({ body: 'old', headers: { 'cache-control': 'max-age=10', etag: '"v1"' } });
        await world.get('/');
        world.clock.advance(11);
        world.a.reply = () => ({ body: 'new', headers: { 'cache-control': 'max-age=10', etag: '"v2"' } });
        expect((await world.get('/')).body).toBe('new');
        expect((await world.get('/')).body).toBe('new');
      },
    ],
    [
      'stale-while-revalidate',
      'stale-while-revalidate: the expired copy answers while the origin is asked',
      async (world) => {
        world.a.reply = () => ({
          body: 'old',
          headers: { 'cache-control': 'max-age=10, stale-while-revalidate=20' },
        });
        await world.get('/');
        world.clock.advance(15);
        world.a.reply = () => ({ body: 'new', headers: { 'cache-control': 'max-age=10' } });
        expect((await world.get('/')).body).toBe('old');
        await world.edge.idle();
        expect((await world.get('/')).body).toBe('new');
      },
    ],
    [
      'stale-if-error',
      'stale-if-error bounds how long an expired copy stands in for an error',
      async (world) => {
        world.a.reply = () => ({
          body: 'old',
          headers: { 'cache-control': 'max-age=10, stale-if-error=30' },
        });
        await world.get('/');
        world.a.reply = () => ({ status: 503 });
        world.clock.advance(20);
        expect((await world.get('/')).status).toBe(200);
        world.clock.advance(30);
        expect((await world.get('/')).status).toBe(503);
      },
    ],
    [
      'age',
      'An answer from cache says how old it is',
      async (world) => {
        await world.get('/');
        world.clock.advance(7);
        expect((await world.get('/')).headers.age).toBe('7');
      },
    ],
  ),
  ...from(
    'RequestAndResponseBehaviorCustomOrigin.html',
    [
      'conditional-both',
      'An expired copy is asked for with its ETag and its Last-Modified',
      async (world) => {
        const modified = 'Thu, 01 Jan 2026 00:00:00 GMT';
        world.a.reply = () => ({
          headers: { 'cache-control': 'max-age=1', etag: '"v1"', 'last-modified': modified },
        });
        await world.get('/');
        world.clock.advance(2);
        await world.get('/');
        expect(world.a.saw[1]?.headers).toMatchObject({
          'if-none-match': '"v1"',
          'if-modified-since': modified,
        });
      },
    ],
    [
      'collapsing',
      'Simultaneous requests of one key become one request to the origin',
      async (world) => {
        world.a.reply = () => ({ body: 'x', afterMilliseconds: 20 });
        const replies = await Promise.all(Array.from({ length: 20 }, () => world.get('/')));
        expect(replies.map(({ body }) => body)).toEqual(Array(20).fill('x'));
        expect(world.a.saw).toHaveLength(1);
      },
    ],
    [
      'no-collapsing',
      'Simultaneous requests of different keys all reach the origin',
      async (world) => {
        world.cache = { ...world.cache, queryStrings: ALL };
        world.a.reply = () => ({ afterMilliseconds: 10 });
        await Promise.all([1, 2, 3].map((one) => world.get(`/?x=${one}`)));
        expect(world.a.saw).toHaveLength(3);
      },
    ],
    [
      'methods-cached',
      'Answers to GET and HEAD are kept, to other methods never',
      async (world) => {
        expect(await results(world, 2, '/a', { method: 'GET' })).toEqual(['Miss', 'Hit']);
        expect(await results(world, 2, '/b', { method: 'HEAD' })).toEqual(['Miss', 'Hit']);
        expect(await results(world, 2, '/c', { method: 'POST', body: 'x' })).toEqual(['Miss', 'Miss']);
        expect(await results(world, 2, '/d', { method: 'OPTIONS' })).toEqual(['Miss', 'Miss']);
      },
    ],
    [
      'options-cached',
      'OPTIONS is kept where the behaviour says so, apart from GET',
      async (world) => {
        world.behavior({ cachedMethods: ['GET', 'HEAD', 'OPTIONS'] });
        await world.get('/');
        expect(await results(world, 2, '/', { method: 'OPTIONS' })).toEqual(['Miss', 'Hit']);
      },
    ],
    [
      'head-from-get',
      'HEAD is answered from the copy of GET',
      async (world) => {
        await world.get('/');
        const reply = await world.get('/', { method: 'HEAD' });
        expect([result(reply), reply.body, reply.headers['content-length']]).toEqual(['Hit', '', '5']);
      },
    ],
    [
      'get-after-head',
      'GET is not answered from the copy of HEAD',
      async (world) => {
        await world.get('/', { method: 'HEAD' });
        expect((await world.get('/')).body).toBe('hello');
      },
    ],
    [
      'dropped',
      'An answer that breaks off is passed on as far as it came, and not kept',
      async (world) => {
        world.a.reply = () => ({ body: 'whole answer', breakAfterBytes: 5 });
        expect(await world.get('/')).toMatchObject({ status: 200, body: 'whole', brokenOff: true });
        world.a.reply = () => ({ body: 'whole answer' });
        expect(await world.get('/')).toMatchObject({ status: 200, body: 'whole answer', brokenOff: false });
      },
    ],
    [
      'vary-star',
      'Vary: * with minimum TTL 0: every request goes to the origin, without conditions',
      async (world) => {
        world.a.reply = () => ({ headers: { vary: '*', etag: '"v1"', 'cache-control': 'max-age=60' } });
        await results(world, 2, '/');
        expect(world.a.saw.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined]);
      },
    ],
    [
      'redirects',
      'Redirects of the origin are passed on, not followed',
      async (world) => {
        world.a.reply = () => ({ status: 302, headers: { location: 'https://elsewhere.example.com/' } });
        const reply = await world.get('/');
        expect([reply.status, reply.headers.location]).toEqual([302, 'https://elsewhere.example.com/']);
      },
    ],
    [
      'set-cookie-dropped',
      'Set-Cookie is dropped where cookies are not forwarded',
      async (world) => {
        world.a.reply = () => ({ headers: { 'set-cookie': 'a=b' } });
        expect((await world.get('/')).headers['set-cookie']).toBeUndefined();
      },
    ],
    [
      'set-cookie-kept',
      'Where cookies are forwarded, Set-Cookie is passed on and kept with the copy',
      async (world) => {
        world.cache = { ...world.cache, cookies: ALL };
        world.a.reply = () => ({ headers: { 'set-cookie': ['a=b', 'c=d'] } });
        expect((await world.get('/')).headers['set-cookie']).toEqual(['a=b', 'c=d']);
        expect((await world.get('/')).headers['set-cookie']).toEqual(['a=b', 'c=d']);
      },
    ],
  ),
  ...from(
    'RangeGETs.html',
    [
      'range',
      'A range is cut from the copy',
      async (world) => {
        world.a.reply = () => ({ body: '0123456789' });
        await world.get('/');
        const reply = await world.get('/', { headers: { range: 'bytes=2-4' } });
        expect(reply).toMatchObject({ status: 206, body: '234' });
        expect(reply.headers['content-range']).toBe('bytes 2-4/10');
        expect(result(reply)).toBe('Hit');
      },
    ],
    [
      'range-miss',
      'For a range that is not kept CloudFront may ask for more, and answers the range',
      async (world) => {
        world.a.reply = () => ({ body: '0123456789' });
        expect(await world.get('/', { headers: { range: 'bytes=-3' } })).toMatchObject({
          status: 206,
          body: '789',
        });
        expect(result(await world.get('/'))).toBe('Hit');
      },
    ],
    [
      'range-unsatisfiable',
      'A range behind the end answers 416',
      async (world) => {
        world.a.reply = () => ({ body: '0123456789' });
        expect((await world.get('/', { headers: { range: 'bytes=20-' } })).status).toBe(416);
      },
    ],
    [
      'range-if-range',
      'If-Range with another ETag answers the whole object',
      async (world) => {
        world.a.reply = () => ({ body: '0123456789', headers: { etag: '"v2"' } });
        const headers = { range: 'bytes=0-1', 'if-range': '"v1"' };
        expect(await world.get('/', { headers })).toMatchObject({ status: 200, body: '0123456789' });
      },
    ],
    [
      'range-not-kept',
      'Where nothing is kept the range goes to the origin',
      async (world) => {
        world.cache = { ...world.cache, minTtlSeconds: 0, defaultTtlSeconds: 0, maxTtlSeconds: 0 };
        world.a.reply = () => ({ status: 206, body: '01', headers: { 'content-range': 'bytes 0-1/10' } });
        expect((await world.get('/', { headers: { range: 'bytes=0-1' } })).status).toBe(206);
        expect(world.a.saw[0]?.headers.range).toBe('bytes=0-1');
      },
    ],
  ),
  ...from(
    'RequestAndResponseBehaviorS3Origin.html',
    [
      'not-modified-etag',
      "A viewer's If-None-Match is answered with 304 from the copy",
      async (world) => {
        world.a.reply = () => ({ headers: { etag: '"v1"' } });
        await world.get('/');
        const reply = await world.get('/', { headers: { 'if-none-match': 'W/"v1"' } });
        expect(reply).toMatchObject({ status: 304, body: '' });
      },
    ],
    [
      'not-modified-date',
      "A viewer's If-Modified-Since is answered with 304 from the copy",
      async (world) => {
        world.a.reply = () => ({ headers: { 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' } });
        await world.get('/');
        const since = 'Fri, 02 Jan 2026 00:00:00 GMT';
        expect((await world.get('/', { headers: { 'if-modified-since': since } })).status).toBe(304);
      },
    ],
    [
      's3-signed',
      'With an origin access control, requests to the bucket are signed',
      async (world) => {
        world.behavior({ targetOriginId: 'bucket' });
        await world.get('/images/x.jpg');
        expect(world.s3.saw[0]).toMatchObject({ path: '/media-bucket/images/x.jpg' });
        expect(world.s3.saw[0]?.headers.authorization).toContain('/eu-central-1/s3/aws4_request');
      },
    ],
  ),
  ...from(
    'ServingCompressedFiles.html',
    [
      'compress-gzip',
      'gzip: the object is compressed, and its strong ETag becomes a weak one',
      async (world) => {
        world.behavior({ compress: true });
        world.cache = { ...world.cache, gzip: true, brotli: true };
        world.a.reply = () => ({ body: text(2000), headers: { 'content-type': 'text/html', etag: '"v1"' } });
        const reply = await world.get('/', { headers: { 'accept-encoding': 'gzip' } });
        expect(reply.headers).toMatchObject({
          'content-encoding': 'gzip',
          etag: 'W/"v1"',
          vary: 'Accept-Encoding',
        });
        expect(gunzipSync(reply.bytes).toString()).toBe(text(2000));
      },
    ],
    [
      'compress-brotli',
      'Brotli comes before gzip where the viewer takes both',
      async (world) => {
        world.behavior({ compress: true });
        world.cache = { ...world.cache, gzip: true, brotli: true };
        world.a.reply = () => ({ body: text(2000), headers: { 'content-type': 'text/css' } });
        const reply = await world.get('/', { headers: { 'accept-encoding': 'gzip, br' } });
        expect(reply.headers['content-encoding']).toBe('br');
        expect(brotliDecompressSync(reply.bytes).toString()).toBe(text(2000));
      },
    ],
    [
      'compress-size',
      'Objects below 1,000 bytes are not compressed',
      async (world) => {
        world.behavior({ compress: true });
        world.cache = { ...world.cache, gzip: true };
        world.a.reply = () => ({ body: text(990), headers: { 'content-type': 'text/html' } });
        const reply = await world.get('/', { headers: { 'accept-encoding': 'gzip' } });
        expect(reply.headers['content-encoding']).toBeUndefined();
      },
    ],
    [
      'compress-type',
      'Types outside the list are not compressed',
      async (world) => {
        world.behavior({ compress: true });
        world.cache = { ...world.cache, gzip: true };
        world.a.reply = () => ({ body: text(2000), headers: { 'content-type': 'image/jpeg' } });
        const reply = await world.get('/', { headers: { 'accept-encoding': 'gzip' } });
        expect(reply.headers['content-encoding']).toBeUndefined();
      },
    ],
    [
      'compress-already',
      'What the origin has compressed is passed on',
      async (world) => {
        world.behavior({ compress: true });
        world.cache = { ...world.cache, gzip: true, brotli: true };
        world.a.reply = () => ({
          body: text(2000),
          headers: { 'content-type': 'text/html', 'content-encoding': 'gzip' },
        });
        const reply = await world.get('/', { headers: { 'accept-encoding': 'gzip, br' } });
        expect([reply.headers['content-encoding'], reply.body]).toEqual(['gzip', text(2000)]);
      },
    ],
    [
      'compress-off',
      'Without the policy encodings nothing is compressed',
      async (world) => {
        world.behavior({ compress: true });
        world.a.reply = () => ({ body: text(2000), headers: { 'content-type': 'text/html' } });
        const reply = await world.get('/', { headers: { 'accept-encoding': 'gzip, br' } });
        expect(reply.headers['content-encoding']).toBeUndefined();
      },
    ],
  ),
  ...from(
    'invalidation-specifying-objects.html',
    [
      'invalidation',
      'An invalidated path is fetched anew',
      async (world) => {
        await world.get('/images/a.jpg');
        await world.get('/images/b.jpg');
        world.paths.push({ paths: ['/images/a.jpg'] });
        expect(result(await world.get('/images/a.jpg'))).toBe('Miss');
        expect(result(await world.get('/images/b.jpg'))).toBe('Hit');
      },
    ],
    [
      'invalidation-wildcard',
      'A path that ends with * invalidates everything that begins so',
      async (world) => {
        await world.get('/images/a.jpg');
        await world.get('/video/b.mp4');
        world.paths.push({ paths: ['/images/*'] });
        expect(result(await world.get('/images/a.jpg'))).toBe('Miss');
        expect(result(await world.get('/video/b.mp4'))).toBe('Hit');
      },
    ],
  ),
];
