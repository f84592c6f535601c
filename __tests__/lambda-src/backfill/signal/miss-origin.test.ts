import http, { type ServerResponse } from 'node:http';
import type { handler as Handler } from '../../../../lambda-src/backfill/signal/miss-origin';
import { type Listening, listening } from '../../../support/listening';
import { holdPatience, type Patience } from '../../../support/patience';

const event = (rawPath: string, method = 'GET') =>
  ({ rawPath, requestContext: { http: { method } } }) as Parameters<typeof Handler>[0];
const redirectTo = (location: string) => ({
  statusCode: 307,
  headers: { location, 'cache-control': 'no-store' },
});

describe('the origin for misses', () => {
  let handler: typeof Handler;
  let server: Listening;
  let answer: (response: ServerResponse) => void;
  let messages: unknown[];
  let patience: Patience;

  beforeAll(async () => {
    server = await listening(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      messages.push(JSON.parse(Buffer.concat(chunks).toString()));
      answer(response);
    });
  });
  afterAll(() => {
    server.close();
  });

  const environment = process.env;
  beforeEach(() => {
    process.env = {
      ...environment,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL_SQS: server.url,
      ALLOWED_PREFIXES: '["images/"]',
      MISS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/demo-misses-europe',
    };
    // A container of its own for each test.
    jest.isolateModules(() => {
      ({ handler } = require('../../../../lambda-src/backfill/signal/miss-origin'));
    });
    messages = [];
    answer = (response) => response.end('{}');
    jest.spyOn(console, 'warn').mockImplementation();
    patience = holdPatience();
  });
  afterEach(() => {
    process.env = environment;
    jest.restoreAllMocks();
  });

  it('sends the key of a miss to its queue, and the viewer to the full origin', async () => {
    expect(await handler(event('/images/a%20b.jpg'))).toEqual(redirectTo('/.full/images/a%20b.jpg'));

    expect(messages).toEqual([
      { QueueUrl: process.env.MISS_QUEUE_URL, MessageBody: '{"version":1,"key":"images/a b.jpg"}' },
    ]);
  });

  it('reports what is asked for with HEAD too, and a key once for all viewers', async () => {
    await Promise.all(['HEAD', 'GET', 'GET'].map((method) => handler(event('/images/a.jpg', method))));

    expect(messages).toHaveLength(1);
  });

  it('remembers a thousand keys at most, and forgets all of them at once', async () => {
    const accepted = { statusCode: 200, on: () => ({ resume: () => undefined }) };
    const request = jest.spyOn(http, 'request').mockImplementation(((...[, , answered]: unknown[]) => ({
      on() {
        return this;
      },
      end: () => (answered as (response: object) => void)(accepted),
    })) as unknown as typeof http.request);
    const thousandAndOne = async () => {
      for (let number = 0; number <= 1000; number++) await handler(event(`/images/${number}.jpg`));
    };

    await thousandAndOne();
    expect(request).toHaveBeenCalledTimes(1001);
    await handler(event('/images/1000.jpg'));
    expect(request).toHaveBeenCalledTimes(1001);
    await handler(event('/images/0.jpg'));
    expect(request).toHaveBeenCalledTimes(1002);
  });

  it.each([
    ['a method that reads nothing', '/images/a.jpg', 'POST'],
    ['a path outside the prefixes', '/private/a.jpg', 'GET'],
    ['a path that hides another', '/images/..%2fprivate', 'GET'],
  ])('says nothing about %s, and answers all the same', async (_, path, method) => {
    expect(await handler(event(path, method))).toEqual(redirectTo(`/.full${path}`));
    expect(messages).toEqual([]);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['refuses', (response) => response.writeHead(403).end()],
    ['fails', (response) => response.writeHead(500).end()],
    ['breaks the connection', (response) => response.destroy()],
    ['is silent', () => patience.end()],
  ])('answers the same when SQS %s', async (_, answerOfQueue) => {
    answer = answerOfQueue;

    expect(await handler(event('/images/a.jpg'))).toEqual(redirectTo('/.full/images/a.jpg'));
  });

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_REGION', 'ALLOWED_PREFIXES', 'MISS_QUEUE_URL'])(
    'answers the same without %s',
    async (name) => {
      delete process.env[name];

      expect(await handler(event('/images/a.jpg'))).toEqual(redirectTo('/.full/images/a.jpg'));
      expect(messages).toEqual([]);
    },
  );

  it.each([
    ['/images/\r\nset-cookie: a=b', '/.full/images/%0d%0aset-cookie:%20a=b'],
    ['//evil.example/images/', '/.full//evil.example/images/'],
    ['/images/\ud800é', '/.full/images/%ef%bf%bd%c3%a9'],
    ['@evil.example', '/.full@evil.example'],
  ])('never leads to another host or another header, even for %j', async (path, location) => {
    const { headers } = (await handler(event(path))) as { headers: { location: string } };

    expect(headers.location).toBe(location);
    expect(new URL(headers.location, 'https://media.example').host).toBe('media.example');
  });
});
