import { ALL, listed, NONE, SITE } from '../support/world';
import { type Case, from } from './case';
import { behaviorsFor, result, results } from './support';

const all = { behavior: 'allViewer', names: new Set<string>() } as const;

/** What reaches an origin, and what happens when it does not answer or answers with an error. */
export const ORIGIN_CASES: readonly Case[] = [
  ...from(
    'origin-request-understand-origin-request-policy.html',
    [
      'forward-nothing',
      "Without an origin request policy the origin gets no query, no cookies and none of the viewer's headers",
      async (world) => {
        await world.get('/?a=1', { headers: { cookie: 'a=b', 'x-one': '1', referer: 'https://x.example' } });
        const [saw] = world.a.saw;
        expect(saw?.path).toBe('/');
        for (const name of ['cookie', 'x-one', 'referer']) expect(saw?.headers).not.toHaveProperty(name);
      },
    ],
    [
      'forward-all',
      'All viewer headers, cookies and queries reach the origin',
      async (world) => {
        world.originRequest = { headers: all, cookies: ALL, queryStrings: ALL };
        await world.get('/?a=1&b', { headers: { cookie: 'a=b; c=d', 'x-one': '1' } });
        expect(world.a.saw[0]).toMatchObject({
          path: '/?a=1&b',
          headers: { cookie: 'a=b; c=d', 'x-one': '1' },
        });
      },
    ],
    [
      'forward-listed',
      'Listed headers, cookies and queries reach the origin, others do not',
      async (world) => {
        world.originRequest = { headers: listed('x-one'), cookies: listed('c'), queryStrings: listed('b') };
        await world.get('/?a=1&b=2', { headers: { cookie: 'a=b; c=d', 'x-one': '1', 'x-two': '2' } });
        expect(world.a.saw[0]).toMatchObject({ path: '/?b=2', headers: { cookie: 'c=d', 'x-one': '1' } });
        expect(world.a.saw[0]?.headers).not.toHaveProperty('x-two');
      },
    ],
    [
      'forward-all-but',
      'All viewer headers except the listed ones reach the origin',
      async (world) => {
        const except = { behavior: 'allExcept', names: new Set(['host']) } as const;
        world.originRequest = { headers: except, cookies: NONE, queryStrings: NONE };
        await world.get('/', { headers: { 'x-one': '1' } });
        expect(world.a.saw[0]?.headers).toMatchObject({ host: 'a.origin.example.com', 'x-one': '1' });
      },
    ],
    [
      'forward-not-key',
      'What only the origin request policy names does not count for the cache',
      async (world) => {
        world.originRequest = { headers: listed('x-one'), cookies: NONE, queryStrings: ALL };
        await world.get('/?a=1', { headers: { 'x-one': '1' } });
        expect(result(await world.get('/?a=2', { headers: { 'x-one': '2' } }))).toBe('Hit');
      },
    ],
  ),
  ...from(
    'adding-cloudfront-headers.html',
    [
      'viewer-country',
      'CloudFront-Viewer-Country is added where a policy asks for it',
      async (world) => {
        world.originRequest = {
          headers: listed('cloudfront-viewer-country'),
          cookies: NONE,
          queryStrings: NONE,
        };
        await world.get('/', { country: 'JP' });
        expect(world.a.saw[0]?.headers['cloudfront-viewer-country']).toBe('JP');
      },
    ],
    [
      'viewer-country-absent',
      'CloudFront-Viewer-Country is not added without a policy',
      async (world) => {
        await world.get('/', { country: 'JP' });
        expect(world.a.saw[0]?.headers).not.toHaveProperty('cloudfront-viewer-country');
      },
    ],
    [
      'viewer-country-forged',
      "CloudFront's value replaces what the viewer sent under that name",
      async (world) => {
        world.originRequest = {
          headers: listed('cloudfront-viewer-country'),
          cookies: NONE,
          queryStrings: NONE,
        };
        await world.get('/', { country: 'JP', headers: { 'cloudfront-viewer-country': 'US' } });
        expect(world.a.saw[0]?.headers['cloudfront-viewer-country']).toBe('JP');
      },
    ],
    [
      'viewer-address',
      'CloudFront-Viewer-Address is address and port',
      async (world) => {
        world.originRequest = {
          headers: listed('cloudfront-viewer-address'),
          cookies: NONE,
          queryStrings: NONE,
        };
        await world.get('/', { ip: '198.51.100.10' });
        expect(world.a.saw[0]?.headers['cloudfront-viewer-address']).toMatch(/^198\.51\.100\.10:\d+$/);
      },
    ],
    [
      'viewer-device',
      'The device headers follow the user agent',
      async (world) => {
        world.originRequest = {
          headers: listed('cloudfront-is-mobile-viewer', 'cloudfront-is-desktop-viewer'),
          cookies: NONE,
          queryStrings: NONE,
        };
        await world.get('/', { headers: { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)' } });
        expect(world.a.saw[0]?.headers).toMatchObject({
          'cloudfront-is-mobile-viewer': 'true',
          'cloudfront-is-desktop-viewer': 'false',
        });
      },
    ],
    [
      'viewer-proto',
      'CloudFront-Forwarded-Proto is how the viewer came',
      async (world) => {
        world.originRequest = {
          headers: listed('cloudfront-forwarded-proto'),
          cookies: NONE,
          queryStrings: NONE,
        };
        await world.get('/', { scheme: 'http' });
        expect(world.a.saw[0]?.headers['cloudfront-forwarded-proto']).toBe('http');
      },
    ],
  ),
  ...from(
    'RequestAndResponseBehaviorCustomOrigin.html',
    [
      'host-origin',
      "Host is the origin's name unless the viewer's is forwarded",
      async (world) => {
        await world.get('/');
        expect(world.a.saw[0]?.headers.host).toBe('a.origin.example.com');
      },
    ],
    [
      'host-viewer',
      "Host is the viewer's where a policy forwards it",
      async (world) => {
        world.originRequest = { headers: all, cookies: NONE, queryStrings: NONE };
        await world.get('/');
        expect(world.a.saw[0]?.headers.host).toBe(SITE);
      },
    ],
    [
      'user-agent',
      'User-Agent is "Amazon CloudFront" unless it is forwarded',
      async (world) => {
        await world.get('/', { headers: { 'user-agent': 'curl/8' } });
        expect(world.a.saw[0]?.headers['user-agent']).toBe('Amazon CloudFront');
        world.originRequest = { headers: listed('user-agent'), cookies: NONE, queryStrings: NONE };
        await world.get('/other', { headers: { 'user-agent': 'curl/8' } });
        expect(world.a.saw[1]?.headers['user-agent']).toBe('curl/8');
      },
    ],
    [
      'forwarded-for',
      "X-Forwarded-For gets the viewer's address",
      async (world) => {
        await world.get('/', { ip: '192.0.2.2' });
        expect(world.a.saw[0]?.headers['x-forwarded-for']).toBe('192.0.2.2');
      },
    ],
    [
      'forwarded-for-appended',
      "The viewer's address is appended to X-Forwarded-For",
      async (world) => {
        await world.get('/', { ip: '192.0.2.2', headers: { 'x-forwarded-for': '192.0.2.4,192.0.2.3' } });
        expect(world.a.saw[0]?.headers['x-forwarded-for']).toBe('192.0.2.4,192.0.2.3,192.0.2.2');
      },
    ],
    [
      'request-id',
      'X-Amz-Cf-Id names the request to the origin, and the answer to the viewer',
      async (world) => {
        const reply = await world.get('/');
        expect(reply.headers['x-amz-cf-id']).toBe(world.a.saw[0]?.headers['x-amz-cf-id']);
      },
    ],
    [
      'via',
      'Via names CloudFront on the way to the origin and back',
      async (world) => {
        const reply = await world.get('/');
        expect(world.a.saw[0]?.headers.via).toBe('1.1 d111111abcdef8.cloudfront.net (CloudFront)');
        expect(reply.headers.via).toContain('cloudfront.net (CloudFront)');
      },
    ],
    [
      'hop-by-hop',
      'Headers of one connection and of CloudFront are not forwarded',
      async (world) => {
        world.originRequest = { headers: all, cookies: NONE, queryStrings: NONE };
        const names = ['te', 'proxy-authorization', 'x-forwarded-proto', 'x-real-ip', 'x-edge-location'];
        await world.get('/', { headers: Object.fromEntries(names.map((name) => [name, 'trailers'])) });
        for (const name of names) expect(world.a.saw[0]?.headers).not.toHaveProperty(name);
      },
    ],
    [
      'authorization-get',
      'Authorization is removed from GET and HEAD unless a policy forwards it',
      async (world) => {
        const headers = { authorization: 'Bearer x' };
        await world.get('/', { headers });
        expect(world.a.saw[0]?.headers.authorization).toBeUndefined();
        world.cache = { ...world.cache, headers: listed('authorization') };
        await world.get('/', { headers });
        expect(world.a.saw[1]?.headers.authorization).toBe('Bearer x');
      },
    ],
    [
      'authorization-post',
      'Authorization reaches the origin with POST',
      async (world) => {
        await world.get('/', { method: 'POST', body: 'x', headers: { authorization: 'Bearer x' } });
        expect(world.a.saw[0]?.headers.authorization).toBe('Bearer x');
      },
    ],
    [
      'body',
      'A body reaches the origin with its type and length',
      async (world) => {
        await world.get('/', {
          method: 'PUT',
          body: '{"a":1}',
          headers: { 'content-type': 'application/json' },
        });
        expect(world.a.saw[0]).toMatchObject({
          method: 'PUT',
          body: '{"a":1}',
          headers: { 'content-type': 'application/json', 'content-length': '7' },
        });
      },
    ],
    [
      'response-timeout',
      'An origin that does not answer within the response timeout is 504',
      async (world) => {
        world.a.reply = () => ({ never: true });
        const reply = world.get('/');
        await world.untilAsked('a');
        world.clock.advance(31);
        expect((await reply).status).toBe(504);
      },
    ],
    [
      'response-timeout-retry',
      'GET is tried again after a response timeout, as often as the connection attempts say',
      async (world) => {
        world.origin('a', { connectionAttempts: 3 });
        let asked = 0;
        world.a.reply = () => (++asked < 3 ? { never: true } : { body: 'at last' });
        const reply = world.get('/');
        for (const time of [1, 2]) {
          await world.untilAsked('a', time);
          world.clock.advance(31);
        }
        expect((await reply).body).toBe('at last');
      },
    ],
    [
      'response-timeout-post',
      'POST is not tried again after a response timeout',
      async (world) => {
        world.origin('a', { connectionAttempts: 3 });
        world.a.reply = () => ({ never: true });
        const reply = world.get('/', { method: 'POST', body: 'x' });
        await world.untilAsked('a');
        world.clock.advance(31);
        expect((await reply).status).toBe(504);
        expect(world.a.saw).toHaveLength(1);
      },
    ],
  ),
  ...from('RequestAndResponseBehaviorCustomOrigin.html', [
    'dropped-post',
    'POST is not sent again when the connection drops',
    async (world) => {
      world.origin('a', { connectionAttempts: 3 });
      await world.get('/warm', { method: 'POST', body: 'x' });
      world.a.reply = () => ({ drop: true });
      expect((await world.get('/', { method: 'POST', body: 'x' })).status).toBe(502);
      expect(world.a.saw).toHaveLength(2);
    },
  ]),
  ...from(
    'add-origin-custom-headers.html',
    [
      'custom-header',
      "An origin's custom headers are added",
      async (world) => {
        world.origin('a', { customHeaders: [{ name: 'X-Secret', value: 'yes' }] });
        await world.get('/');
        expect(world.a.saw[0]?.headers['x-secret']).toBe('yes');
      },
    ],
    [
      'custom-header-override',
      "An origin's custom header replaces the viewer's of the same name",
      async (world) => {
        world.originRequest = { headers: all, cookies: NONE, queryStrings: NONE };
        world.origin('a', { customHeaders: [{ name: 'x-secret', value: 'yes' }] });
        await world.get('/', { headers: { 'x-secret': 'forged' } });
        expect(world.a.saw[0]?.headers['x-secret']).toBe('yes');
      },
    ],
  ),
  ...from(
    'high_availability_origin_failover.html',
    [
      'failover-status',
      'A status of the failover criteria moves the request to the second origin',
      async (world) => {
        world.group(503);
        world.a.reply = () => ({ status: 503 });
        world.b.reply = () => ({ body: 'from b' });
        expect(await world.get('/')).toMatchObject({ status: 200, body: 'from b' });
      },
    ],
    [
      'failover-other-status',
      'Another status does not',
      async (world) => {
        world.group(503);
        world.a.reply = () => ({ status: 404, body: 'not here' });
        expect((await world.get('/')).status).toBe(404);
        expect(world.b.saw).toHaveLength(0);
      },
    ],
    [
      'failover-connection',
      'An origin that cannot be reached moves the request to the second',
      async (world) => {
        world.group(503);
        world.kill('a');
        world.b.reply = () => ({ body: 'from b' });
        expect((await world.get('/')).body).toBe('from b');
      },
    ],
    [
      'failover-name',
      'An origin whose name does not resolve moves the request to the second',
      async (world) => {
        world.group(503);
        world.origin('a', { domainName: 'gone.example.com' });
        world.b.reply = () => ({ body: 'from b' });
        expect((await world.get('/')).body).toBe('from b');
      },
    ],
    [
      'failover-timeout',
      'An origin that takes too long moves the request to the second',
      async (world) => {
        world.group(503);
        world.a.reply = () => ({ never: true });
        world.b.reply = () => ({ body: 'from b' });
        const reply = world.get('/');
        await world.untilAsked('a');
        world.clock.advance(31);
        expect((await reply).body).toBe('from b');
      },
    ],
    [
      'failover-methods',
      'GET, HEAD and OPTIONS fail over',
      async (world) => {
        world.group(503);
        world.a.reply = () => ({ status: 503 });
        for (const method of ['GET', 'HEAD', 'OPTIONS']) {
          expect((await world.get(`/${method}`, { method })).status).toBe(200);
        }
        expect(world.b.saw.map(({ method }) => method)).toEqual(['GET', 'HEAD', 'OPTIONS']);
      },
    ],
    [
      'failover-other-methods',
      'POST, PUT, PATCH and DELETE do not fail over',
      async (world) => {
        world.group(503);
        world.a.reply = () => ({ status: 503 });
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
          expect((await world.get('/', { method, body: 'x' })).status).toBe(503);
        }
        expect(world.b.saw).toHaveLength(0);
      },
    ],
    [
      'failover-forgets',
      'Every request goes to the primary first, also after a failover',
      async (world) => {
        world.group(503);
        world.cache = { ...world.cache, defaultTtlSeconds: 0 };
        world.a.reply = () => ({ status: 503 });
        await results(world, 2, '/');
        expect([world.a.saw.length, world.b.saw.length]).toEqual([2, 2]);
      },
    ],
    [
      'failover-hit',
      'A hit asks no origin',
      async (world) => {
        world.group(503);
        await world.get('/');
        world.kill('a');
        expect(result(await world.get('/'))).toBe('Hit');
        expect(world.b.saw).toHaveLength(0);
      },
    ],
    [
      'failover-both',
      'Where the second origin fails too, its error is the answer',
      async (world) => {
        world.group(503, 404);
        world.a.reply = () => ({ status: 503 });
        world.b.reply = () => ({ status: 404, body: 'not here either' });
        expect(await world.get('/')).toMatchObject({ status: 404, body: 'not here either' });
      },
    ],
    [
      'connection-attempts',
      'A connection is tried as often as the origin says',
      async (world) => {
        world.origin('a', { connectionAttempts: 3 });
        world.kill('a');
        await world.get('/');
        expect(world.resolved.filter((name) => name === 'a.origin.example.com')).toHaveLength(3);
      },
    ],
    [
      'lambda-per-attempt',
      'An origin-request trigger runs once for each origin of the group',
      async (world) => {
        world.group(404);
        world.a.reply = () => ({ status: 404 });
        const domains: string[] = [];
        world.lambda('origin-request', (event: never) => {
          const { request } = (
            event as { Records: [{ cf: { request: { origin: { custom: { domainName: string } } } } }] }
          ).Records[0].cf;
          domains.push(request.origin.custom.domainName);
          return request;
        });
        await world.get('/');
        expect(domains).toEqual(['a.origin.example.com', 'b.origin.example.com']);
      },
    ],
  ),
  ...from(
    'http-502-bad-gateway.html',
    [
      'unreachable',
      'An origin that refuses connections is 502',
      async (world) => {
        world.kill('a');
        const reply = await world.get('/');
        expect([reply.status, result(reply)]).toEqual([502, 'Error']);
      },
    ],
    [
      'unresolved',
      "An origin's name without an address is 502",
      async (world) => {
        world.origin('a', { domainName: 'gone.example.com' });
        expect((await world.get('/')).status).toBe(502);
      },
    ],
  ),
  ...from(
    'HTTPStatusCodes.html',
    [
      'error-kept',
      'An error is kept for 10 seconds',
      async (world) => {
        world.a.reply = () => ({ status: 500 });
        await world.get('/');
        world.a.reply = () => ({ body: 'well again' });
        world.clock.advance(9);
        expect((await world.get('/')).status).toBe(500);
        world.clock.advance(2);
        expect((await world.get('/')).status).toBe(200);
      },
    ],
    [
      'error-x-cache',
      'An error is an error in X-Cache, from cache too',
      async (world) => {
        world.a.reply = () => ({ status: 404 });
        expect(await results(world, 2, '/')).toEqual(['Error', 'Error']);
        expect(world.a.saw).toHaveLength(1);
      },
    ],
    [
      'error-not-kept',
      '400 and 403 are kept only where the origin says max-age',
      async (world) => {
        world.a.reply = () => ({ status: 403 });
        await results(world, 2, '/without');
        expect(world.a.saw).toHaveLength(2);
        world.a.reply = () => ({ status: 403, headers: { 'cache-control': 'max-age=60' } });
        await results(world, 2, '/with');
        expect(world.a.saw).toHaveLength(3);
      },
    ],
    [
      'stale-instead-of-5xx',
      'An expired copy stands in where the origin answers 5xx',
      async (world) => {
        world.a.reply = () => ({ body: 'old', headers: { 'cache-control': 'max-age=10' } });
        await world.get('/');
        world.clock.advance(60);
        world.a.reply = () => ({ status: 503 });
        expect(await world.get('/')).toMatchObject({ status: 200, body: 'old' });
        await world.get('/');
        expect(world.a.saw).toHaveLength(2);
        world.clock.advance(11);
        await world.get('/');
        expect(world.a.saw).toHaveLength(3);
      },
    ],
    [
      'stale-unreachable',
      'An expired copy stands in where the origin does not answer',
      async (world) => {
        world.a.reply = () => ({ body: 'old', headers: { 'cache-control': 'max-age=10' } });
        await world.get('/');
        world.clock.advance(60);
        world.kill('a');
        expect(await world.get('/')).toMatchObject({ status: 200, body: 'old' });
      },
    ],
    [
      'no-stale-for-4xx',
      'Where the origin answers 4xx, that is the answer',
      async (world) => {
        world.a.reply = () => ({ body: 'old', headers: { 'cache-control': 'max-age=10' } });
        await world.get('/');
        world.clock.advance(60);
        world.a.reply = () => ({ status: 404 });
        expect((await world.get('/')).status).toBe(404);
      },
    ],
  ),
  ...from(
    'custom-error-pages-expiration.html',
    [
      'error-ttl',
      'The error caching minimum TTL of a status counts',
      async (world) => {
        world.distribution({
          customErrorResponses: [
            { errorCode: 404, responseCode: '', responsePagePath: '', errorCachingMinTtlSeconds: 60 },
          ],
        });
        world.a.reply = () => ({ status: 404 });
        await world.get('/');
        world.clock.advance(59);
        await world.get('/');
        expect(world.a.saw).toHaveLength(1);
      },
    ],
    [
      'error-ttl-zero',
      'An error caching minimum TTL of 0 keeps nothing',
      async (world) => {
        world.distribution({
          customErrorResponses: [
            { errorCode: 502, responseCode: '', responsePagePath: '', errorCachingMinTtlSeconds: 0 },
          ],
        });
        world.kill('a');
        await world.get('/');
        world.revive('a');
        expect((await world.get('/')).status).toBe(200);
      },
    ],
    [
      'error-ttl-max-age',
      'The greater of max-age and the error caching minimum TTL counts',
      async (world) => {
        world.a.reply = () => ({ status: 404, headers: { 'cache-control': 'max-age=30' } });
        await world.get('/');
        world.clock.advance(29);
        await world.get('/');
        expect(world.a.saw).toHaveLength(1);
      },
    ],
    [
      'error-no-store',
      'no-store forbids keeping 404, and not 503',
      async (world) => {
        for (const status of [404, 503]) {
          world.a.reply = () => ({ status, headers: { 'cache-control': 'no-store' } });
          await results(world, 2, `/${status}`);
        }
        expect(world.a.saw.map(({ path }) => path)).toEqual(['/404', '/404', '/503']);
      },
    ],
  ),
  ...from(
    'creating-custom-error-pages.html',
    [
      'error-page',
      'A custom error page comes from the behaviour of its path, with the status that is configured',
      async (world) => {
        world.distribution({
          cacheBehaviors: behaviorsFor(['errors/*', 'b']),
          customErrorResponses: [
            {
              errorCode: 404,
              responseCode: '200',
              responsePagePath: '/errors/404.html',
              errorCachingMinTtlSeconds: 10,
            },
          ],
        });
        world.a.reply = () => ({ status: 404 });
        world.b.reply = () => ({ body: 'sorry' });
        expect(await world.get('/')).toMatchObject({ status: 200, body: 'sorry' });
        expect(world.b.saw[0]?.path).toBe('/errors/404.html');
      },
    ],
    [
      'error-page-origin-down',
      'A custom error page stands also for an origin that cannot be reached',
      async (world) => {
        world.distribution({
          cacheBehaviors: behaviorsFor(['errors/*', 'b']),
          customErrorResponses: [
            {
              errorCode: 502,
              responseCode: '503',
              responsePagePath: '/errors/down.html',
              errorCachingMinTtlSeconds: 10,
            },
          ],
        });
        world.kill('a');
        world.b.reply = () => ({ body: 'back soon' });
        expect(await world.get('/')).toMatchObject({ status: 503, body: 'back soon' });
      },
    ],
  ),
];
