import { Route53 } from '../../../world/route53/names';
import type { RecordSet } from '../../../world/route53/records';
import { AWS_REGION, ECHO, FunctionHosts, functionArn, returning } from '../support/function-hosts';

const host = (name: string) => `${name}.execute-api.${AWS_REGION}.amazonaws.com`;
const REST = host('rest');
const HTTP = host('http');
const TARGET = host('d-domain');
const DOMAIN = 'api.example.com';

const invocation = (name: string) =>
  `arn:aws:apigateway:${AWS_REGION}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
const FUNCTION = { type: 'AWS_PROXY', uri: invocation('echo'), timeoutInMillis: null };
const resource = (path: string, ...methods: string[]) => ({
  id: `id of ${path}`,
  path,
  ...(methods.length === 0
    ? {}
    : { resourceMethods: Object.fromEntries(methods.map((one) => [one, { methodIntegration: FUNCTION }])) }),
});

function deployRestApi({ aws }: FunctionHosts): void {
  aws.set('/restapis', { item: [{ id: 'rest', disableExecuteApiEndpoint: false }] });
  const mock = { methodIntegration: { type: 'MOCK', uri: null, timeoutInMillis: null } };
  aws.set('/restapis/rest/resources', {
    item: [
      resource('/', 'GET'),
      resource('/pets'),
      resource('/pets/{id}', 'GET', 'ANY'),
      resource('/pets/{id}/names', 'GET'),
      resource('/pets/dog', 'GET'),
      resource('/files/{proxy+}', 'ANY'),
      { ...resource('/mock'), resourceMethods: { GET: mock } },
    ],
  });
  const stages = [
    { stageName: 'live', variables: { color: 'blue' } },
    { stageName: 'test', variables: {} },
  ];
  aws.set('/restapis/rest/stages', { item: stages });
}

const ROUTES = [
  ['GET /pets/{id}', 'two'],
  ['ANY /pets/{id}', 'one'],
  ['GET /pets/dog', 'two'],
  ['GET /pets/{proxy+}', 'two'],
  ['POST /elsewhere', 'elsewhere'],
  ['GET /nowhere', 'nothing'],
] as const;

function deployHttpApi({ aws }: FunctionHosts, ...more: (readonly [string, string])[]): void {
  const webSocket = { apiId: 'socket', protocolType: 'WEBSOCKET' };
  aws.set('/v2/apis', { items: [{ apiId: 'http', protocolType: 'HTTP' }, webSocket] });
  const integration = (
    integrationId: string,
    payloadFormatVersion: string | null,
    integrationUri: string,
  ) => ({
    integrationId,
    integrationType: integrationUri.startsWith('https:') ? 'HTTP_PROXY' : 'AWS_PROXY',
    integrationUri,
    payloadFormatVersion,
    timeoutInMillis: 30_000,
  });
  aws.set('/v2/apis/http/integrations', {
    items: [
      integration('two', '2.0', invocation('echo')),
      integration('one', null, functionArn('echo')),
      integration('elsewhere', null, 'https://www.example.com/'),
    ],
  });
  aws.set('/v2/apis/http/routes', {
    items: [...ROUTES, ...more].map(([routeKey, id]) => ({
      routeId: `id of ${routeKey}`,
      routeKey,
      target: `integrations/${id}`,
    })),
  });
  aws.set('/v2/apis/http/stages', {
    items: [
      { stageName: '$default', stageVariables: {} },
      { stageName: 'beta', stageVariables: { color: 'red' } },
    ],
  });
}

let hosts: FunctionHosts;

beforeEach(() => {
  hosts = new FunctionHosts();
  hosts.deploy({ name: 'echo', code: ECHO });
  deployRestApi(hosts);
  deployHttpApi(hosts);
});
afterEach(() => hosts.close());

const event = async (...asked: Parameters<FunctionHosts['request']>) => {
  const { status, body } = await hosts.request(...asked);
  if (status !== 200) throw new Error(`expected 200, got ${status}: ${body}`);
  return JSON.parse(body);
};
const outcome = async (...asked: Parameters<FunctionHosts['request']>) => {
  const { status, body } = await hosts.request(...asked);
  return [status, JSON.parse(body).message];
};

describe('a REST API', () => {
  beforeEach(() => hosts.origins.follow([REST]));

  test('gives the function an event of payload format 1.0', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twice': ['1', '2'] };
    const asked = { method: 'POST', headers, body: 'a=1' };
    const lines = { host: REST, 'content-length': '3', 'content-type': headers['content-type'] };
    const forwarded = {
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    };
    const single = { ...lines, ...forwarded };
    expect(await event(REST, '/live/pets/a%20b?x=1&x=2&y=3', asked)).toEqual({
      resource: '/pets/{id}',
      path: '/pets/a%20b',
      httpMethod: 'POST',
      headers: { ...single, 'x-twice': '2' },
      multiValueHeaders: {
        ...Object.fromEntries(Object.entries(single).map(([name, value]) => [name, [value]])),
        'x-twice': ['1', '2'],
      },
      queryStringParameters: { x: '2', y: '3' },
      multiValueQueryStringParameters: { x: ['1', '2'], y: ['3'] },
      pathParameters: { id: 'a%20b' },
      stageVariables: { color: 'blue' },
      requestContext: expect.objectContaining({
        accountId: '123456789012',
        apiId: 'rest',
        domainName: REST,
        domainPrefix: 'rest',
        httpMethod: 'POST',
        identity: expect.objectContaining({ sourceIp: '127.0.0.1', user: null }),
        path: '/live/pets/a%20b',
        resourceId: 'id of /pets/{id}',
        resourcePath: '/pets/{id}',
        stage: 'live',
      }),
      body: 'a=1',
      isBase64Encoded: false,
    });
    expect(await event(REST, '/test')).toMatchObject({
      path: '/',
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      body: null,
    });
    const binary = { method: 'PUT', body: Buffer.from([0xff]) };
    expect(await event(REST, '/test/files/a', binary)).toMatchObject({ body: '/w==', isBase64Encoded: true });
  });

  test.each([
    ['/live/pets/dog', '/pets/dog', null],
    ['/live/pets/dog/', '/pets/dog', null],
    ['/live/pets/cat', '/pets/{id}', { id: 'cat' }],
    ['/live/pets/dog/names', '/pets/{id}/names', { id: 'dog' }],
    ['/live/files/a/b%2Fc', '/files/{proxy+}', { proxy: 'a/b%2Fc' }],
  ])('leads %s to the resource %s', async (path, resource, pathParameters) => {
    expect(await event(REST, path)).toMatchObject({ resource, pathParameters });
  });

  test.each([
    ['GET', '/live/nothing', 403, 'Missing Authentication Token'],
    ['GET', '/live/pets', 403, 'Missing Authentication Token'],
    ['GET', '/live/files', 403, 'Missing Authentication Token'],
    ['POST', '/live/pets/dog', 403, 'Missing Authentication Token'],
    ['GET', '/nothing/pets/dog', 403, 'Forbidden'],
    ['GET', '/', 403, 'Forbidden'],
    [
      'GET',
      '/live/mock',
      501,
      'integration in the local world: expected AWS_PROXY with a function, got MOCK',
    ],
    ['GET', '/live?throws=boom', 502, 'Internal server error'],
    ['GET', `/live?${returning({ message: 'no status' })}`, 502, 'Internal server error'],
    ['GET', `/live?${returning('text')}`, 502, 'Internal server error'],
  ])('answers %s %s with %i', async (method, path, status, message) => {
    expect(await outcome(REST, path, { method })).toEqual([status, message]);
  });

  test('answers with what the function returned, lists of headers included', async () => {
    const multiValueHeaders = { 'Set-Cookie': ['a=1', 'b=2'], 'X-One': ['1', '2'] };
    const result = { statusCode: 201, headers: { 'x-one': '1' }, multiValueHeaders, body: 'made' };
    const answer = await hosts.request(REST, `/live?${returning(result)}`);
    expect([answer.status, answer.body]).toEqual([201, 'made']);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'set-cookie': ['a=1', 'b=2'],
      'x-one': '1, 2',
    });
  });

  test('answers 504 where the function takes longer than 29 s', async () => {
    const late = outcome(REST, '/live?waits=1');
    expect(await settledWhile(late, () => hosts.clock.advance(1))).toEqual([
      504,
      'Endpoint request timed out',
    ]);
    expect(hosts.warnings).toEqual([`${functionArn('echo')}: no answer within 29000 ms`]);
  });

  test('answers 500 where the function is throttled', async () => {
    hosts.deploy({ name: 'echo', code: ECHO, reservedConcurrency: 1, timeoutSeconds: 2 });
    await hosts.origins.follow([REST]);
    const answers = await Promise.all([1, 2].map(() => outcome(REST, '/live?waits=1')));
    expect(answers.sort()).toEqual([
      [500, 'Internal server error'],
      [502, 'Internal server error'],
    ]);
  });

  test('answers to no other name, and not at all where its own endpoint is disabled', async () => {
    const other = { headers: { host: 'www.example.com' } };
    expect(await outcome(REST, '/live', other)).toEqual([403, 'Forbidden']);
    hosts.aws.set('/restapis', { item: [{ id: 'rest', disableExecuteApiEndpoint: true }] });
    await hosts.origins.follow([REST]);
    expect(await outcome(REST, '/live')).toEqual([403, 'Forbidden']);
  });
});

describe('an HTTP API', () => {
  beforeEach(() => hosts.origins.follow([HTTP]));

  test('gives the function an event of payload format 2.0, its path decoded', async () => {
    const headers = { cookie: 'a=1; b=2' };
    const asked = await event(HTTP, '/pets/a%20b?x=%20', { headers });
    expect(asked).toMatchObject({
      version: '2.0',
      routeKey: 'GET /pets/{id}',
      rawPath: '/pets/a b',
      rawQueryString: 'x=%20',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { x: ' ' },
      pathParameters: { id: 'a b' },
      requestContext: { apiId: 'http', domainName: HTTP, stage: '$default', http: { path: '/pets/a b' } },
    });
    expect(Object.keys(asked.headers)).not.toContain('cookie');
    expect(Object.keys(asked)).not.toContain('stageVariables');
  });

  test('gives the function an event of payload format 1.0 where the integration says so', async () => {
    const asked = { method: 'DELETE', headers: { cookie: 'a=1' } };
    expect(await event(HTTP, '/beta/pets/a%20b', asked)).toMatchObject({
      version: '1.0',
      resource: '/pets/{id}',
      path: '/beta/pets/a b',
      httpMethod: 'DELETE',
      headers: { cookie: 'a=1' },
      pathParameters: { id: 'a b' },
      stageVariables: { color: 'red' },
      requestContext: { stage: 'beta', resourcePath: '/pets/{id}', path: '/beta/pets/a b' },
    });
  });

  test.each([
    ['/pets/dog', 'GET /pets/dog', '$default', '/pets/dog'],
    ['/pets/cat', 'GET /pets/{id}', '$default', '/pets/cat'],
    ['/pets/cat/1', 'GET /pets/{proxy+}', '$default', '/pets/cat/1'],
    ['/beta/pets/dog', 'GET /pets/dog', 'beta', '/beta/pets/dog'],
  ])('leads GET %s to the route %s of the stage %s', async (path, routeKey, stage, rawPath) => {
    expect(await event(HTTP, path)).toMatchObject({ routeKey, rawPath, requestContext: { stage } });
  });

  test('leads what no route takes to the route $default, where there is one', async () => {
    expect(await outcome(HTTP, '/cats')).toEqual([404, 'Not Found']);
    deployHttpApi(hosts, ['$default', 'two']);
    await hosts.origins.follow([HTTP]);
    expect(await event(HTTP, '/beta/cats')).toMatchObject({ routeKey: '$default', rawPath: '/beta/cats' });
  });

  test.each([
    ['GET', '/', 404, 'Not Found'],
    [
      'POST',
      '/elsewhere',
      501,
      'integration in the local world: expected AWS_PROXY with a function, got HTTP_PROXY',
    ],
    ['GET', '/nowhere', 501, 'integration in the local world: expected AWS_PROXY with a function, got none'],
    ['GET', '/pets/dog?throws=boom', 500, 'Internal Server Error'],
    ['GET', `/pets/dog?${returning({ statusCode: 200, body: 5 })}`, 500, 'Internal Server Error'],
    ['PUT', `/pets/dog?${returning({ no: 'status' })}`, 500, 'Internal Server Error'],
  ])('answers %s %s with %i', async (method, path, status, message) => {
    expect(await outcome(HTTP, path, { method })).toEqual([status, message]);
  });

  test.each([
    ['hello', 'application/json', 'hello'],
    [{ a: 1 }, 'application/json', '{"a":1}'],
    [{ statusCode: 200, body: 'x' }, 'text/plain; charset=utf-8', 'x'],
  ])('answers with %j that the function returned', async (result, type, body) => {
    const answer = await hosts.request(HTTP, `/pets/dog?${returning(result)}`);
    expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([200, type, body]);
  });

  test('answers 503 where the function takes longer than 30 s', async () => {
    const late = outcome(HTTP, '/pets/dog?waits=1');
    expect(await settledWhile(late, () => hosts.clock.advance(1))).toEqual([503, 'Service Unavailable']);
  });

  test('has no routes where it has no $default stage and the path names none', async () => {
    hosts.aws.set('/v2/apis/http/stages', { items: [{ stageName: 'beta', stageVariables: {} }] });
    await hosts.origins.follow([HTTP]);
    expect(await outcome(HTTP, '/pets/dog')).toEqual([404, 'Not Found']);
  });
});

describe('a custom domain', () => {
  const own = { headers: { host: DOMAIN } };

  beforeEach(async () => {
    hosts.aws.set('/domainnames', {
      item: [
        { domainName: DOMAIN, regionalDomainName: TARGET },
        { domainName: 'empty.example.com', regionalDomainName: host('d-empty') },
      ],
    });
    hosts.aws.set(`/domainnames/${DOMAIN}/basepathmappings`, {
      item: [
        { restApiId: 'rest', basePath: 'v1', stage: 'live' },
        { restApiId: 'rest', basePath: 'any' },
        { restApiId: 'gone', basePath: 'gone', stage: 'live' },
      ],
    });
    hosts.aws.set(
      '/domainnames/empty.example.com/basepathmappings',
      new Error("KeyError: 'empty.example.com'"),
    );
    hosts.aws.set('/v2/domainnames', {
      items: [
        {
          domainName: 'http.example.com',
          domainNameConfigurations: [{ apiGatewayDomainName: host('d-http'), endpointType: 'REGIONAL' }],
        },
      ],
    });
    hosts.aws.set('/v2/domainnames/http.example.com/apimappings', {
      items: [
        { apiId: 'http', apiMappingKey: '', stage: 'beta' },
        { apiId: 'rest', apiMappingKey: 'v1/rest', stage: 'live' },
      ],
    });
    await hosts.origins.follow([TARGET, host('d-empty'), host('d-http')]);
  });

  test('leads base paths to stages of REST APIs', async () => {
    expect(await event(TARGET, '/v1/pets/dog', own)).toMatchObject({
      resource: '/pets/dog',
      path: '/v1/pets/dog',
      requestContext: { path: '/v1/pets/dog', stage: 'live', domainName: DOMAIN, domainPrefix: 'api' },
    });
    expect(await event(TARGET, '/v1', own)).toMatchObject({ resource: '/', path: '/v1' });
    expect(await event(TARGET, '/any/test/pets/dog', own)).toMatchObject({
      resource: '/pets/dog',
      requestContext: { stage: 'test' },
    });
  });

  test('leads the longest base path to its API, and HTTP APIs see none of it', async () => {
    const http = { headers: { host: 'http.example.com' } };
    expect(await event(host('d-http'), '/pets/dog', http)).toMatchObject({
      rawPath: '/beta/pets/dog',
      requestContext: { domainName: 'http.example.com', stage: 'beta' },
    });
    expect(await event(host('d-http'), '/v1/rest/pets/dog', http)).toMatchObject({
      path: '/v1/rest/pets/dog',
    });
  });

  test.each([
    ['a base path that is not mapped', TARGET, '/v2/pets', DOMAIN],
    ['a name that only begins like one', TARGET, '/v10/pets', DOMAIN],
    ['an API that is gone', TARGET, '/gone/pets', DOMAIN],
    ['a name that is not its own', TARGET, '/v1/pets/dog', TARGET],
    ['a domain without mappings', host('d-empty'), '/', 'empty.example.com'],
  ])('answers 403 to %s', async (_, name, path, asked) => {
    expect(await outcome(name, path, { headers: { host: asked } })).toEqual([403, 'Forbidden']);
  });

  test('is where an alias record leads', () => {
    const record: RecordSet = {
      name: DOMAIN,
      type: 'A',
      ttlSeconds: 60,
      values: [],
      alias: { name: TARGET, evaluatesTargetHealth: true },
    };
    const target = (name: string) => hosts.origins.target(name);
    const route53 = new Route53({ records: () => [record], isHealthy: () => true, target });
    expect(route53.answer(DOMAIN, 'us-east-1')).toMatchObject({
      endpoint: target(TARGET)?.endpoint,
      chain: [DOMAIN, TARGET],
    });
  });
});

/** What it settles with, while time is moved on. */
async function settledWhile<T>(work: Promise<T>, move: () => void): Promise<T> {
  let settled = false;
  const done = work.finally(() => (settled = true));
  while (!settled) {
    await new Promise((next) => setTimeout(next, 1));
    move();
  }
  return done;
}
