import { join } from 'node:path';
import type { Context, SQSEvent } from 'aws-lambda';
import { bundle, lambdaSource } from '../../../../build/bundle';
import type { handler as Handler } from '../../../../lambda-src/backfill/queue/fill-worker';
import { FakeS3 } from '../../../support/fake-s3';
import { type Listening, listening } from '../../../support/listening';

/** Loads what is deployed, as Lambda does at a cold start. */
function deployed(): typeof Handler {
  const module = { exports: {} as { handler: typeof Handler } };
  const code = bundle({ entryPath: join(lambdaSource, 'backfill/queue/fill-worker.ts') }).toString();
  new Function('module', 'exports', 'require', code)(module, module.exports, require);
  return module.exports.handler;
}

/** Loads the sources, so that coverage sees them. */
function fromSources(): typeof Handler {
  let loaded: { handler?: typeof Handler } = {};
  jest.isolateModules(() => {
    loaded = require('../../../../lambda-src/backfill/queue/fill-worker');
  });
  if (loaded.handler === undefined) throw new Error('expected a handler');
  return loaded.handler;
}

const context = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'id' } as Context;

const eventWith = (bodies: string[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `message-${index}`,
    receiptHandle: 'receipt',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:misses',
    awsRegion: 'eu-central-1',
  })),
});
const keys = (...names: string[]) => names.map((name) => `{"version":1,"key":"images/${name}"}`);

describe.each([
  ['as it is deployed', deployed],
  ['in its sources', fromSources],
])('the fill worker %s', (_, load) => {
  const s3 = new FakeS3();
  let source: Listening;
  let queue: Listening;
  let calls: { action: string; parameters: unknown }[];
  let handler: typeof Handler;
  const before = process.env;

  beforeAll(async () => {
    await s3.start();
    source = await listening((request, response) => {
      if (request.url === '/images/broken') response.writeHead(503).end();
      else if (request.url === '/images/missing') response.writeHead(404).end();
      else if (request.url === '/images/large') response.setHeader('content-length', 501).flushHeaders();
      else if (request.url === '/images/refused') response.writeHead(403).end();
      else response.setHeader('content-length', 5).end('hello');
    });
    queue = await listening(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const parameters = JSON.parse(Buffer.concat(chunks).toString());
      calls.push({ action: String(request.headers['x-amz-target']), parameters });
      response.writeHead(calls.length > 1 ? 500 : 200).end('{}');
    });
    process.env = {
      ...before,
      AWS_ENDPOINT_URL_SQS: queue.url,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      WORKER_NAME: 'demo-fill',
      BUCKET_NAME: 'near',
      SOURCE_URL: source.url,
      SOURCE_MAY_BE_PRIVATE: 'true',
      ALLOWED_PREFIXES: '["images/"]',
      MAXIMUM_OBJECT_BYTES: '1000',
      LARGE_OBJECT_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/large',
      FUNCTION_OBJECT_BYTES: '500',
    };
    handler = load();
  });
  afterAll(() => {
    process.env = before;
    s3.stop();
    source.close();
    queue.close();
  });
  // Metrics are lines on the standard output, past the console.
  let output: jest.SpyInstance;
  beforeEach(() => {
    s3.reset();
    calls = [];
    output = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => output.mockRestore());

  it('fills one object per message', async () => {
    expect(await handler(eventWith(keys('a', 'b')), context)).toEqual({ batchItemFailures: [] });
    expect([...s3.objects.keys()].sort()).toEqual(['images/a', 'images/b']);
  });

  it('gives back only the messages that may succeed later', async () => {
    expect(await handler(eventWith(keys('a', 'broken', 'missing')), context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }],
    });
    expect([...s3.objects.keys()]).toEqual(['images/a']);
  });

  it('answers for a batch in which everything failed instead of failing itself', async () => {
    expect(await handler(eventWith(keys('broken', 'broken')), context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }, { itemIdentifier: 'message-1' }],
    });
  });

  it('lets a message that may succeed later wait half a minute, and no other', async () => {
    await handler(eventWith(keys('a', 'broken', 'missing')), context);

    expect(calls).toEqual([
      {
        action: 'AmazonSQS.ChangeMessageVisibility',
        parameters: {
          QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/misses',
          ReceiptHandle: 'receipt',
          VisibilityTimeout: 30,
        },
      },
    ]);
  });

  it('asks the source once for messages of one key', async () => {
    await handler(eventWith(keys('a', 'a')), context);

    const [line] = output.mock.calls.map(([text]) => JSON.parse(String(text)));
    expect(line).toMatchObject({ stored: 1, 'already-present': 1 });
  });

  it('shares the fate of a fill that finds nothing', async () => {
    await handler(eventWith(keys('missing', 'missing')), context);

    const [line] = output.mock.calls.map(([text]) => JSON.parse(String(text)));
    expect(line).toMatchObject({ 'missing-at-source': [1, 1] });
  });

  it('hands on what is too large for a function', async () => {
    expect(await handler(eventWith(keys('large')), context)).toEqual({ batchItemFailures: [] });
    expect(calls).toEqual([
      {
        action: 'AmazonSQS.SendMessage',
        parameters: {
          QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/large',
          MessageBody: '{"version":1,"key":"images/large"}',
        },
      },
    ]);
  });

  it('copies what is too large for a function where nobody else does', async () => {
    delete process.env.LARGE_OBJECT_QUEUE_URL;
    delete process.env.FUNCTION_OBJECT_BYTES;
    const alone = load();
    process.env.LARGE_OBJECT_QUEUE_URL = 'https://sqs.eu-central-1.amazonaws.com/123456789012/large';
    const soon = { ...context, getRemainingTimeInMillis: () => 20_100 };

    expect(await alone(eventWith(keys('large')), soon)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    });
    process.env.FUNCTION_OBJECT_BYTES = '500';
  });

  it('is done with messages that are not ours', async () => {
    expect(await handler(eventWith(['{}', 'poison']), context)).toEqual({ batchItemFailures: [] });
  });

  it('counts what became of each message', async () => {
    await handler(eventWith(keys('a', 'b', 'refused', 'broken')), context);

    expect(output.mock.calls.map(([line]) => JSON.parse(String(line)))).toEqual([
      expect.objectContaining({
        service: 'demo-fill',
        stored: [1, 1],
        'refused-by-source': 1,
        retried: 1,
        _aws: expect.objectContaining({
          CloudWatchMetrics: [expect.objectContaining({ Namespace: 'Meridian/Backfill' })],
        }),
      }),
    ]);
  });

  it('does not start without its environment', () => {
    delete process.env.BUCKET_NAME;

    expect(load).toThrow('environment: expected BUCKET_NAME, got nothing');
    process.env.BUCKET_NAME = 'near';
  });
});
