import { World } from '../../../world/world';
import { TestWorld } from '../../edge/support/world';
import { AWS_REGION, ECHO, FunctionHosts, functionArn, hostOf, returning } from '../support/function-hosts';

const HOST = hostOf('echo');

let hosts: FunctionHosts;

beforeEach(async () => {
  hosts = new FunctionHosts();
  hosts.deploy({ name: 'echo', code: ECHO });
  hosts.deploy({ name: 'without-url', code: ECHO });
  hosts.giveUrls('echo');
  hosts.aws.set('/2015-03-31/functions/', {
    Functions: [{ FunctionName: 'without-url' }, { FunctionName: 'echo' }],
  });
  await hosts.origins.follow([HOST]);
});
afterEach(() => hosts.close());

test('the function is given the request as an event of payload format 2.0', async () => {
  const headers = {
    'User-Agent': 'agent',
    'X-Twice': ['1', '2'],
    cookie: 'a=1; b=2',
    'x-forwarded-for': '9.9.9.9',
  };
  const { status, body } = await hosts.request(HOST, '/a%20b/c?x=1&x=2&y=%C3%A9', { headers });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/a%20b/c',
    rawQueryString: 'x=1&x=2&y=%C3%A9',
    cookies: ['a=1', 'b=2'],
    headers: {
      host: HOST,
      'user-agent': 'agent',
      'x-twice': '1,2',
      cookie: 'a=1; b=2',
      'x-forwarded-for': '9.9.9.9, 127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    queryStringParameters: { x: '1,2', y: Buffer.from('é').toString('latin1') },
    requestContext: {
      accountId: '123456789012',
      apiId: 'echo',
      domainName: HOST,
      domainPrefix: 'echo',
      http: {
        method: 'GET',
        path: '/a%20b/c',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'agent',
      },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      routeKey: '$default',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    isBase64Encoded: false,
  });
});

test.each([
  ['application/json; charset=utf-8', '{"a":1}', { body: '{"a":1}', isBase64Encoded: false }],
  ['text/plain', 'plain', { body: 'plain', isBase64Encoded: false }],
  ['application/x-www-form-urlencoded', 'a=1', { body: 'YT0x', isBase64Encoded: true }],
  ['image/png', Buffer.from([0xff, 0]), { body: '/wA=', isBase64Encoded: true }],
])('a body of %s reaches the function', async (type, body, expected) => {
  const answer = await hosts.request(HOST, '/', { method: 'POST', headers: { 'content-type': type }, body });
  expect(JSON.parse(answer.body)).toMatchObject(expected);
});

test.each([
  ['text', 'hello', 200, 'application/json', '"hello"'],
  ['an object without statusCode', { message: 'hi' }, 200, 'application/json', '{"message":"hi"}'],
  ['nothing', null, 200, 'application/json', 'null'],
  ['statusCode alone', { statusCode: 404 }, 404, 'application/json', ''],
  [
    'a type of its own',
    { statusCode: '201', headers: { 'Content-Type': 'a/b' }, body: 'x' },
    201,
    'a/b',
    'x',
  ],
  ['base64', { statusCode: 200, body: '/wA=', isBase64Encoded: true }, 200, 'application/json', '\xff\0'],
])('a function that returns %s answers with it', async (_, result, status, type, body) => {
  const answer = await hosts.request(HOST, `/?${returning(result)}`);
  expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([status, type, body]);
});

test('cookies become headers, and headers of the connection are Lambda’s own', async () => {
  const headers = { 'content-length': '99', 'transfer-encoding': 'chunked', 'x-number': 7 };
  const result = { statusCode: 200, headers, cookies: ['a=1; Path=/', 'b=2'], body: 'four' };
  const answer = await hosts.request(HOST, `/?${returning(result)}`);
  expect(answer.headers).toMatchObject({
    'set-cookie': ['a=1; Path=/', 'b=2'],
    'content-length': '4',
    'x-number': '7',
  });
  expect(answer.body).toBe('four');
});

test.each([
  ['a status that is none', { statusCode: 99 }, /statusCode: expected a number from 200 to 599, got 99$/],
  ['a body that is no text', { statusCode: 200, body: {} }, /body: expected a string$/],
  ['headers that are none', { statusCode: 200, headers: 'no' }, /headers: expected an object$/],
  ['a header with a line break', { statusCode: 200, headers: { a: 'b\nc' } }, /header a: /],
  ['cookies that are no list', { statusCode: 200, cookies: 'a=1' }, /cookies: expected a list$/],
])('%s answers 502', async (_, result, warning) => {
  const { status, body } = await hosts.request(HOST, `/?${returning(result)}`);
  expect([status, body]).toEqual([502, 'Internal Server Error']);
  expect(hosts.warnings).toEqual([expect.stringMatching(warning)]);
});

test('a function that throws, does not end in time or is gone answers 502', async () => {
  hosts.deploy({ name: 'slow', code: ECHO, timeoutSeconds: 1 });
  hosts.giveUrls('echo', 'slow', 'gone');
  await hosts.origins.follow([HOST, hostOf('slow'), hostOf('gone')]);
  for (const [host, query, reason] of [
    [HOST, '?throws=boom', 'boom'],
    [hostOf('slow'), '?waits=1', 'the function did not end within 1 s'],
    [hostOf('gone'), '', `there is no function ${functionArn('gone')}`],
  ] as const) {
    const { status, body } = await hosts.request(host, `/${query}`);
    expect([status, body]).toEqual([502, 'Internal Server Error']);
    expect(hosts.warnings.at(-1)).toMatch(new RegExp(`: ${reason}$`));
  }
});

test('more requests at once than the reserved concurrency answer 429', async () => {
  hosts.deploy({ name: 'echo', code: ECHO, reservedConcurrency: 1, timeoutSeconds: 2 });
  await hosts.origins.follow([HOST]);
  const answers = await Promise.all([1, 2, 3].map(() => hosts.request(HOST, '/?waits=1')));
  expect(answers.map(({ status }) => status).sort()).toEqual([429, 429, 502]);
  expect((await hosts.request(HOST, '/')).status).toBe(200);
});

test('another host, and more than an event can hold, are refused', async () => {
  const other = await hosts.request(HOST, '/', { headers: { host: 'www.example.com' } });
  expect([other.status, other.body]).toEqual([403, '{"Message":"Forbidden"}']);
  const body = Buffer.alloc(6 * 1024 * 1024 + 1);
  expect((await hosts.request(HOST, '/', { method: 'POST', body })).status).toBe(413);
});

test('what is deployed meanwhile answers after it was read again', async () => {
  const port = hosts.origins.target(HOST)?.endpoint.port;
  expect((await hosts.request(HOST, '/')).body).toMatch(/^\{"version"/);
  hosts.deploy({ name: 'echo', code: 'exports.handler = async () => "new";' });
  await hosts.origins.follow([HOST]);
  expect((await hosts.request(HOST, '/')).body).toBe('"new"');
  expect(hosts.origins.target(HOST)?.endpoint.port).toBe(port);
});

test('a URL that is gone does not resolve, and what cannot be read stays', async () => {
  hosts.aws.set('/2015-03-31/functions/', new Error('down'));
  await expect(hosts.origins.follow([HOST])).rejects.toThrow('lambda in eu-central-1 answered 500: down');
  expect((await hosts.request(HOST, '/')).status).toBe(200);
  hosts.giveUrls();
  await hosts.origins.follow([HOST]);
  expect(hosts.origins.target(HOST)).toBeUndefined();
});

test('AWS is asked about regions of names that are used, and about no others', async () => {
  expect(new Set(hosts.calls.map(({ service, region }) => `${service} ${region}`))).toEqual(
    new Set([`lambda ${AWS_REGION}`]),
  );
  hosts.calls.length = 0;
  await hosts.origins.follow(['www.example.com', 'b.s3.eu-central-1.amazonaws.com']);
  expect(hosts.calls).toEqual([]);
  expect(hosts.origins.target(HOST)).toBeUndefined();
});

test('the world resolves a function URL that is the origin of a distribution', async () => {
  const edge = new TestWorld();
  const [distribution] = edge.distributions();
  if (distribution === undefined) throw new Error('expected a distribution, got none');
  const [origin] = distribution.config.origins;
  if (origin === undefined) throw new Error('expected an origin, got none');
  const config = { ...distribution.config, origins: [{ ...origin, domainName: HOST }] };
  const world = new World({
    endpoint: () => '',
    distributions: () => [{ ...distribution, config }],
    edge: () => undefined,
    directory: '/nowhere',
    ask: hosts.ask,
  });
  await world.refresh();
  const endpoint = await world.resolver('us-east-1').resolve(HOST);
  expect((await fetch(`http://127.0.0.1:${endpoint?.port}/`)).status).toBe(403);
  await world.close();
  await expect(fetch(`http://127.0.0.1:${endpoint?.port}/`)).rejects.toThrow();
});
