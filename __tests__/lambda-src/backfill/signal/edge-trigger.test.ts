import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudFrontRequest, CloudFrontRequestEvent } from 'aws-lambda';
import type {
  EdgeTriggerConstants,
  handler as Handler,
} from '../../../../lambda-src/backfill/signal/edge-trigger';
import { edgeTrigger } from '../../../support/edge-trigger';
import { type Listening, listening } from '../../../support/listening';
import { holdPatience, type Patience } from '../../../support/patience';

const context = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:us-east-1.signal:3' };
const constants: EdgeTriggerConstants = {
  ALLOWED_PREFIXES: ['images/'],
  MISS_QUEUES: { 'bucket-europe': ['eu-central-1', 'demo-misses-europe'] },
};

const toFullOrigin: CloudFrontRequest['origin'] = {
  custom: {
    customHeaders: { 'x-meridian-origin': [{ key: 'x-meridian-origin', value: 'full' }] },
    domainName: 'asia.origin.example.com',
    keepaliveTimeout: 5,
    path: '',
    port: 443,
    protocol: 'https',
    readTimeout: 30,
    sslProtocols: ['TLSv1.2'],
  },
};
const toBucket: CloudFrontRequest['origin'] = {
  s3: {
    authMethod: 'none',
    customHeaders: {},
    domainName: 'near.s3.eu-central-1.amazonaws.com',
    path: '',
  },
};

const requestWith = (changes: Partial<CloudFrontRequest> = {}): CloudFrontRequest => ({
  clientIp: '192.0.2.1',
  method: 'GET',
  uri: '/images/a%20b.jpg',
  querystring: '',
  headers: { 'x-meridian-bucket': [{ key: 'x-meridian-bucket', value: 'bucket-europe' }] },
  origin: toFullOrigin,
  ...changes,
});
const eventWith = (request: CloudFrontRequest): CloudFrontRequestEvent => ({
  Records: [
    {
      cf: {
        config: {
          distributionDomainName: 'd1.cloudfront.net',
          distributionId: 'E1',
          eventType: 'origin-request',
          requestId: 'id',
        },
        request,
      },
    },
  ],
});

describe.each(['built', 'source'] as const)('the edge trigger (%s)', (form) => {
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
    process.env.AWS_ENDPOINT_URL_SQS = server.url;
    process.env.AWS_ACCESS_KEY_ID = 'test';
    process.env.AWS_SECRET_ACCESS_KEY = 'test';
  });
  afterAll(() => {
    delete process.env.AWS_ENDPOINT_URL_SQS;
    server.close();
  });
  beforeEach(() => {
    // A container of its own for each test.
    handler = edgeTrigger(constants, form);
    messages = [];
    answer = (response) => response.end('{}');
    jest.spyOn(console, 'warn').mockImplementation();
    patience = holdPatience();
  });
  afterEach(() => jest.restoreAllMocks());

  /** The queue takes the message and does not answer before the viewer has gone on. */
  const slowAnswer = () =>
    new Promise<ServerResponse>((resolve) => {
      answer = (response) => {
        patience.end();
        answer = (again) => again.end('{}');
        resolve(response);
      };
    });

  it('sends the key of a miss to the queue of the bucket that lacked it', async () => {
    await handler(eventWith(requestWith()), context);

    expect(messages).toEqual([
      {
        QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/demo-misses-europe',
        MessageBody: '{"version":1,"key":"images/a b.jpg"}',
      },
    ]);
  });

  it.each([
    ['the attempt at a bucket', { origin: toBucket }],
    ['a request without an origin', { origin: undefined }],
    ['a method that reads nothing', { method: 'OPTIONS' }],
    ['a path outside the prefixes', { uri: '/private/a.jpg' }],
    ['a path that hides another', { uri: '/images/..%2fprivate' }],
    ['a request that no router saw', { headers: {} }],
    [
      'a bucket that does not exist',
      { headers: { 'x-meridian-bucket': [{ key: 'x-meridian-bucket', value: '__proto__' }] } },
    ],
  ])('says nothing about %s', async (_, changes) => {
    const request = requestWith(changes);

    expect(await handler(eventWith(request), context)).toBe(request);
    expect(messages).toEqual([]);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['answers', (response) => response.end('{}')],
    ['refuses', (response) => response.writeHead(403).end()],
    ['fails', (response) => response.writeHead(500).end()],
    ['breaks the connection', (response) => response.destroy()],
    ['is silent', () => patience.end()],
  ])('passes the request on unchanged when SQS %s', async (_, answerOfQueue) => {
    answer = answerOfQueue;
    const request = requestWith();

    const passedOn = await handler(eventWith(request), context);

    expect(passedOn).toBe(request);
    expect(passedOn).toEqual(requestWith());
  });

  it('reports a key once a minute, however many viewers wait for it', async () => {
    await Promise.all([1, 2, 3].map(() => handler(eventWith(requestWith()), context)));
    await handler(eventWith(requestWith({ uri: '/images/b.jpg' })), context);
    expect(messages).toHaveLength(2);

    jest.useFakeTimers({ now: Date.now() + 60_001, doNotFake: ['setTimeout', 'setImmediate', 'nextTick'] });
    await handler(eventWith(requestWith()), context);
    jest.useRealTimers();
    expect(messages).toHaveLength(3);
  });

  it('reports a key again that it could not report', async () => {
    answer = (response) => response.writeHead(500).end();
    await handler(eventWith(requestWith()), context);
    await handler(eventWith(requestWith()), context);

    expect(messages).toHaveLength(2);
  });

  it('does not make a slow SQS slower: what it may have taken is not sent again for the next viewer', async () => {
    answer = () => patience.end();
    await handler(eventWith(requestWith()), context);
    await handler(eventWith(requestWith()), context);
    await handler(eventWith(requestWith({ uri: '/images/b.jpg' })), context);

    expect(messages).toHaveLength(2);
  });

  it('lets a send go on that takes longer than a viewer waits', async () => {
    const taken = slowAnswer();
    await handler(eventWith(requestWith()), context);
    const response = await taken;
    expect(response.writableEnded).toBe(false);
    await new Promise<void>((resolve) => response.on('close', resolve).end('{}'));
    expect(response.writableFinished).toBe(true);
    await handler(eventWith(requestWith()), context);

    expect(messages).toHaveLength(1);
  });

  it('reports a key again whose send was refused after the viewer had gone on', async () => {
    const taken = slowAnswer();
    await handler(eventWith(requestWith()), context);
    (await taken).writeHead(500).end();
    while (messages.length < 2) {
      await sleep(1);
      await handler(eventWith(requestWith()), context);
    }

    expect(messages).toHaveLength(2);
  });

  it('says in the log, without any of the request, that a miss was not reported', async () => {
    answer = (response) => response.writeHead(500).end();

    await handler(eventWith(requestWith()), context);

    expect(jest.mocked(console.warn).mock.calls).toEqual([
      ['{"message":"miss not reported","reason":"Error: SQS answered 500"}'],
    ]);
  });

  it('passes the request on when it has no credentials', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    const request = requestWith();

    expect(await handler(eventWith(request), context)).toBe(request);
    process.env.AWS_ACCESS_KEY_ID = 'test';
  });
});
