import { listed, NONE } from '../support/world';
import { type Case, from } from './case';
import { behaviorsFor, result } from './support';

const REQUEST = 'viewer-request';
const RESPONSE = 'viewer-response';

interface LambdaEvent {
  readonly Records: readonly [
    {
      readonly cf: {
        readonly config: { readonly eventType: string };
        readonly request: {
          uri: string;
          querystring: string;
          headers: Record<string, { key: string; value: string }[]>;
          readonly origin: {
            readonly custom?: { readonly customHeaders: Record<string, { value: string }[]> };
            readonly s3?: { readonly domainName: string };
          };
        };
        readonly response: {
          status: string;
          readonly headers: Record<string, { key: string; value: string }[]>;
        };
      };
    },
  ];
}
const cf = (event: never) => (event as LambdaEvent).Records[0].cf;

/** CloudFront Functions and Lambda@Edge. */
export const FUNCTION_CASES: readonly Case[] = [
  ...from(
    'functions-event-structure.html',
    [
      'event',
      'A function sees method, URI, query, headers and cookies',
      async (world) => {
        world.publish(
          REQUEST,
          `function handler(event) {
        var r = event.request;
        return { statusCode: 200, body: [event.version, event.context.eventType, event.viewer.ip, r.method, r.uri,
          r.querystring.a.value, r.headers['x-one'].value, r.cookies.session.value].join(' ') };
      }`,
        );
        const reply = await world.get('/path?a=1', {
          ip: '192.0.2.7',
          headers: { 'x-one': 'one', cookie: 'session=s' },
        });
        expect(reply.body).toBe('1.0 viewer-request 192.0.2.7 GET /path 1 one s');
      },
    ],
    [
      'event-cookies',
      'Cookies are not among the headers',
      async (world) => {
        world.publish(
          REQUEST,
          `function handler(event) {
        return { statusCode: 200, body: String(event.request.headers.cookie) };
      }`,
        );
        expect((await world.get('/', { headers: { cookie: 'a=b' } })).body).toBe('undefined');
      },
    ],
    [
      'event-multi-value',
      'Repeated query parameters and headers have a multiValue',
      async (world) => {
        world.publish(
          REQUEST,
          `function handler(event) {
        var q = event.request.querystring.a, h = event.request.headers.accept;
        return { statusCode: 200, body: q.value + q.multiValue.length + h.multiValue[1].value };
      }`,
        );
        const headers = { accept: ['text/html', 'text/plain'] };
        expect((await world.get('/?a=1&a=2', { headers })).body).toBe('12text/plain');
      },
    ],
    [
      'uri-changed',
      'A changed URI is what is cached and fetched',
      async (world) => {
        world.publish(
          REQUEST,
          "function handler(event) { event.request.uri = '/index.html'; return event.request; }",
        );
        await world.get('/a');
        expect(result(await world.get('/b'))).toBe('Hit');
        expect(world.a.saw.map(({ path }) => path)).toEqual(['/index.html']);
      },
    ],
    [
      'header-added',
      'A header that a function sets counts for the cache key',
      async (world) => {
        world.cache = { ...world.cache, headers: listed('x-group') };
        world.publish(
          REQUEST,
          `function handler(event) {
        event.request.headers['x-group'] = { value: event.request.querystring.g.value };
        return event.request;
      }`,
        );
        await world.get('/?g=1');
        expect(result(await world.get('/?g=2'))).toBe('Miss');
        expect(result(await world.get('/?g=1'))).toBe('Hit');
        expect(world.a.saw.map(({ headers }) => headers['x-group'])).toEqual(['1', '2']);
      },
    ],
    [
      'method-read-only',
      'A function cannot change the method',
      async (world) => {
        world.publish(
          REQUEST,
          "function handler(event) { event.request.method = 'POST'; return event.request; }",
        );
        expect((await world.get('/')).status).toBe(502);
      },
    ],
    [
      'generated',
      'A function can answer by itself, and then no origin is asked',
      async (world) => {
        world.publish(
          REQUEST,
          `function handler(event) {
        return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/elsewhere' } },
          cookies: { seen: { value: '1', attributes: 'Path=/; Secure' } } };
      }`,
        );
        const reply = await world.get('/');
        expect(reply).toMatchObject({
          status: 302,
          headers: { location: '/elsewhere', 'set-cookie': ['seen=1; Path=/; Secure'] },
        });
        expect(result(reply)).toBe('FunctionGeneratedResponse');
        expect(world.a.saw).toHaveLength(0);
      },
    ],
    [
      'generated-base64',
      'A body may be given in base64',
      async (world) => {
        world.publish(
          REQUEST,
          `function handler(event) {
        return { statusCode: 200, body: { encoding: 'base64', data: 'aGVsbG8=' } };
      }`,
        );
        expect((await world.get('/')).body).toBe('hello');
      },
    ],
    [
      'response-changed',
      'A viewer response function changes headers, cookies and body of an answer',
      async (world) => {
        world.publish(
          RESPONSE,
          `function handler(event) {
        var r = event.response;
        r.headers['x-from'] = { value: r.headers['x-origin'].value + event.request.uri };
        delete r.headers['x-origin'];
        r.body = 'replaced';
        return r;
      }`,
        );
        world.a.reply = () => ({ body: 'original', headers: { 'x-origin': 'a' } });
        const reply = await world.get('/p');
        expect(reply).toMatchObject({ body: 'replaced', headers: { 'x-from': 'a/p' } });
        expect(reply.headers).not.toHaveProperty('x-origin');
      },
    ],
    [
      'response-each',
      'A viewer response function runs for hits too, and what it does is not cached',
      async (world) => {
        world.publish(
          RESPONSE,
          `function handler(event) {
        event.response.headers['x-query'] = { value: event.request.querystring.q.value };
        return event.response;
      }`,
        );
        await world.get('/?q=1');
        const reply = await world.get('/?q=2');
        expect([result(reply), reply.headers['x-query']]).toEqual(['Hit', '2']);
      },
    ],
  ),
  ...from(
    'edge-function-restrictions-all.html',
    [
      'response-errors',
      'A viewer response function does not run for an origin status of 400 or higher',
      async (world) => {
        world.publish(
          RESPONSE,
          "function handler(event) { event.response.body = 'replaced'; return event.response; }",
        );
        world.a.reply = () => ({ status: 404, body: 'original' });
        expect((await world.get('/')).body).toBe('original');
      },
    ],
    [
      'read-only-header',
      'Changing a read-only header is 502',
      async (world) => {
        world.publish(
          REQUEST,
          "function handler(event) { event.request.headers.host = { value: 'x' }; return event.request; }",
        );
        const reply = await world.get('/');
        expect([reply.status, result(reply)]).toEqual([502, 'FunctionValidationError']);
      },
    ],
    [
      'disallowed-header',
      'Adding a disallowed header is 502',
      async (world) => {
        world.publish(
          REQUEST,
          "function handler(event) { event.request.headers['x-edge-a'] = { value: 'x' }; return event.request; }",
        );
        expect((await world.get('/')).status).toBe(502);
      },
    ],
    [
      'disallowed-unseen',
      'Disallowed headers are not shown to functions',
      async (world) => {
        world.publish(
          REQUEST,
          "function handler(event) { return { statusCode: 200, body: String(event.request.headers['x-real-ip']) }; }",
        );
        expect((await world.get('/', { headers: { 'x-real-ip': '10.0.0.1' } })).body).toBe('undefined');
      },
    ],
    [
      'uri-same-behaviour',
      'A changed URI changes neither behaviour nor origin',
      async (world) => {
        world.distribution({ cacheBehaviors: behaviorsFor(['images/*', 'b']) });
        world.publish(
          REQUEST,
          "function handler(event) { event.request.uri = '/images/x.jpg'; return event.request; }",
        );
        await world.get('/page');
        expect(world.a.saw.map(({ path }) => path)).toEqual(['/images/x.jpg']);
      },
    ],
    [
      'query-invalid',
      'A query string with a space or # is refused',
      async (world) => {
        world.publish(
          REQUEST,
          "function handler(event) { event.request.querystring.a = { value: 'b c' }; return event.request; }",
        );
        expect((await world.get('/')).status).toBe(502);
      },
    ],
  ),
  ...from(
    'http-503-service-unavailable.html',
    [
      'function-throws',
      'A function that throws is 503',
      async (world) => {
        world.publish(REQUEST, "function handler(event) { throw new Error('broken'); }");
        const reply = await world.get('/');
        expect([reply.status, result(reply)]).toEqual([503, 'FunctionExecutionError']);
      },
    ],
    [
      'lambda-throws',
      'A Lambda@Edge function that throws is 503',
      async (world) => {
        world.lambda('origin-request', () => {
          throw new Error('broken');
        });
        const reply = await world.get('/');
        expect([reply.status, result(reply)]).toEqual([503, 'LambdaExecutionError']);
      },
    ],
  ),
  ...from(
    'functions-custom-methods.html',
    [
      'kvs',
      'A function reads its key value store',
      async (world) => {
        world.keyValues.set('greeting', 'hello from the store');
        world.publish(
          REQUEST,
          `import cf from 'cloudfront';
        async function handler(event) { return { statusCode: 200, body: await cf.kvs().get('greeting') }; }`,
        );
        expect((await world.get('/')).body).toBe('hello from the store');
        world.keyValues.set('greeting', 'another');
        expect((await world.get('/')).body).toBe('another');
      },
    ],
    [
      'kvs-missing',
      'Reading a key that does not exist rejects, and exists() says so',
      async (world) => {
        world.publish(
          REQUEST,
          `import cf from 'cloudfront';
        async function handler(event) {
          var there = await cf.kvs().exists('a');
          try { await cf.kvs().get('a'); } catch (e) { return { statusCode: 200, body: 'missing ' + there }; }
          return event.request;
        }`,
        );
        expect((await world.get('/')).body).toBe('missing false');
      },
    ],
    [
      'kvs-json',
      'A value can be read as JSON',
      async (world) => {
        world.keyValues.set('a', '{"b":2}');
        world.publish(
          REQUEST,
          `import cf from 'cloudfront';
        async function handler(event) {
          var value = await cf.kvs().get('a', { format: 'json' });
          return { statusCode: 200, body: String(value.b) };
        }`,
        );
        expect((await world.get('/')).body).toBe('2');
      },
    ],
  ),
  ...from(
    'helper-functions-origin-modification.html',
    [
      'select-origin',
      'selectRequestOriginById sends the request to another origin of the distribution',
      async (world) => {
        world.publish(
          REQUEST,
          "import cf from 'cloudfront'; function handler(event) { cf.selectRequestOriginById('b'); return event.request; }",
        );
        await world.get('/');
        expect([world.a.saw.length, world.b.saw.length]).toEqual([0, 1]);
      },
    ],
    [
      'select-unknown',
      'selectRequestOriginById throws for an origin that the distribution lacks',
      async (world) => {
        world.publish(
          REQUEST,
          "import cf from 'cloudfront'; function handler(event) { cf.selectRequestOriginById('c'); return event.request; }",
        );
        expect((await world.get('/')).status).toBe(503);
      },
    ],
    [
      'create-group',
      'createRequestOriginGroup makes a group for this request',
      async (world) => {
        world.publish(
          REQUEST,
          `import cf from 'cloudfront'; function handler(event) {
        cf.createRequestOriginGroup({ originIds: [{ originId: 'b' }, { originId: 'a' }], failoverCriteria: { statusCodes: [503] } });
        return event.request;
      }`,
        );
        world.b.reply = () => ({ status: 503 });
        world.a.reply = () => ({ body: 'from a' });
        expect((await world.get('/')).body).toBe('from a');
        expect(world.b.saw).toHaveLength(1);
      },
    ],
    [
      'create-group-codes',
      'createRequestOriginGroup takes two origins and known status codes only',
      async (world) => {
        world.publish(
          REQUEST,
          `import cf from 'cloudfront'; function handler(event) {
        cf.createRequestOriginGroup({ originIds: [{ originId: 'b' }, { originId: 'a' }], failoverCriteria: { statusCodes: [418] } });
        return event.request;
      }`,
        );
        expect((await world.get('/')).status).toBe(503);
      },
    ],
    [
      'update-origin',
      'updateRequestOrigin replaces what it names, and inherits the rest',
      async (world) => {
        world.origin('a', { customHeaders: [{ name: 'x-secret', value: 'yes' }] });
        world.publish(
          REQUEST,
          `import cf from 'cloudfront'; function handler(event) {
        cf.updateRequestOrigin({ domainName: 'b.origin.example.com', originPath: '/sub' });
        return event.request;
      }`,
        );
        await world.get('/x');
        expect(world.b.saw[0]).toMatchObject({
          path: '/sub/x',
          headers: { host: 'b.origin.example.com', 'x-secret': 'yes' },
        });
      },
    ],
    [
      'update-origin-headers',
      "Custom headers of updateRequestOrigin replace all of the origin's",
      async (world) => {
        world.origin('a', { customHeaders: [{ name: 'x-secret', value: 'yes' }] });
        world.publish(
          REQUEST,
          `import cf from 'cloudfront'; function handler(event) {
        cf.updateRequestOrigin({ customHeaders: { 'x-other': '1' } });
        return event.request;
      }`,
        );
        await world.get('/');
        expect(world.a.saw[0]?.headers['x-other']).toBe('1');
        expect(world.a.saw[0]?.headers).not.toHaveProperty('x-secret');
      },
    ],
    [
      'update-group-primary',
      'Of an origin group only the primary is changed',
      async (world) => {
        world.group(503);
        world.publish(
          REQUEST,
          `import cf from 'cloudfront'; function handler(event) {
        cf.updateRequestOrigin({ originPath: '/changed' });
        return event.request;
      }`,
        );
        world.a.reply = () => ({ status: 503 });
        await world.get('/');
        expect([world.a.saw[0]?.path, world.b.saw[0]?.path]).toEqual(['/changed/', '/']);
      },
    ],
    [
      'origin-not-in-key',
      'The origin that a function chooses is not part of the cache key',
      async (world) => {
        world.publish(
          REQUEST,
          `import cf from 'cloudfront'; function handler(event) {
        cf.selectRequestOriginById(event.request.querystring.o.value);
        return event.request;
      }`,
        );
        world.a.reply = () => ({ body: 'from a' });
        world.b.reply = () => ({ body: 'from b' });
        await world.get('/?o=a');
        expect((await world.get('/?o=b')).body).toBe('from a');
      },
    ],
    [
      'origin-in-viewer-response',
      'Origins cannot be chosen in viewer response functions',
      async (world) => {
        world.publish(
          RESPONSE,
          "import cf from 'cloudfront'; function handler(event) { cf.selectRequestOriginById('b'); return event.response; }",
        );
        expect((await world.get('/')).status).toBe(503);
      },
    ],
  ),
  ...from(
    'lambda-event-structure.html',
    [
      'lambda-origin',
      "An origin-request event names the origin, with its custom headers apart from the request's",
      async (world) => {
        world.origin('a', { customHeaders: [{ name: 'x-role', value: 'full' }] });
        let custom = '';
        let header: unknown;
        world.lambda('origin-request', (event) => {
          const { request } = cf(event);
          custom = request.origin.custom?.customHeaders['x-role']?.[0]?.value ?? '';
          header = request.headers['x-role'];
          return request;
        });
        await world.get('/');
        expect([custom, header]).toEqual(['full', undefined]);
      },
    ],
    [
      'lambda-s3',
      'At a bucket the event has s3 instead of custom',
      async (world) => {
        world.behavior({ targetOriginId: 'bucket' });
        let origin: unknown;
        world.lambda('origin-request', (event) => {
          origin = cf(event).request.origin;
          return cf(event).request;
        });
        await world.get('/');
        expect(Object.keys(origin as object)).toEqual(['s3']);
      },
    ],
    [
      'lambda-headers',
      'The event has the headers that go to the origin',
      async (world) => {
        world.originRequest = { headers: listed('x-one'), cookies: NONE, queryStrings: NONE };
        let seen: unknown;
        world.lambda('origin-request', (event) => {
          seen = cf(event).request.headers['x-one'];
          return cf(event).request;
        });
        await world.get('/', { headers: { 'x-one': '1', 'x-two': '2' } });
        expect(seen).toEqual([{ key: 'X-One', value: '1' }]);
      },
    ],
  ),
  ...from(
    'lambda-cloudfront-trigger-events.html',
    [
      'lambda-hit',
      'Origin triggers do not run on a hit',
      async (world) => {
        let runs = 0;
        world.lambda('origin-request', (event) => {
          runs++;
          return cf(event).request;
        });
        await world.get('/');
        await world.get('/');
        expect(runs).toBe(1);
      },
    ],
    [
      'lambda-response',
      'An origin-response trigger runs before the answer is kept',
      async (world) => {
        world.lambda('origin-response', (event) => {
          const { response } = cf(event);
          response.headers['x-added'] = [{ key: 'X-Added', value: response.status }];
          return response;
        });
        await world.get('/');
        const reply = await world.get('/');
        expect([result(reply), reply.headers['x-added'], reply.body]).toEqual(['Hit', '200', 'hello']);
      },
    ],
  ),
  ...from('lambda-at-edge-function-restrictions.html', [
    'lambda-dns',
    'An origin whose name does not resolve is 502, and its origin-request trigger does not run',
    async (world) => {
      let runs = 0;
      world.origin('a', { domainName: 'gone.example.com' });
      world.lambda('origin-request', (event) => {
        runs++;
        return cf(event).request;
      });
      expect([(await world.get('/')).status, runs]).toEqual([502, 0]);
    },
  ]),
  ...from('lambda-generating-http-responses-in-requests.html', [
    'lambda-generated',
    'An origin-request trigger can answer instead of the origin, and the answer is kept',
    async (world) => {
      world.lambda('origin-request', () => ({
        status: '200',
        body: 'made up',
        headers: { 'cache-control': [{ value: 'max-age=60' }] },
      }));
      const reply = await world.get('/');
      expect([reply.body, result(reply)]).toEqual(['made up', 'LambdaGeneratedResponse']);
      expect(result(await world.get('/'))).toBe('Hit');
      expect(world.a.saw).toHaveLength(0);
    },
  ]),
  ...from('lambda-updating-http-responses.html', [
    'lambda-error-response',
    'An origin-response trigger runs for errors, and can turn them into an answer',
    async (world) => {
      world.a.reply = () => ({ status: 404 });
      world.lambda('origin-response', (event) => ({
        ...cf(event).response,
        status: '200',
        body: 'found after all',
      }));
      expect(await world.get('/')).toMatchObject({ status: 200, body: 'found after all' });
    },
  ]),
];
