import { join } from 'node:path';
import type { Context, SQSEvent } from 'aws-lambda';
import { bundle, lambdaSource } from '../../../build/bundle';
import type { handler as Handler } from '../../../lambda-src/backfill/queue/fill-worker';
import { head, RawSource } from '../../support/raw-source';
import { StrictS3 } from '../../support/strict-s3';

const MESSAGES = 1000;
const KEY = 'images/a.jpg';
const BODY = Buffer.alloc(300_000, 'meridian');
const code = bundle({ entryPath: join(lambdaSource, 'backfill/queue/fill-worker.ts') }).toString();

/** One more container: what is deployed, with a memory of its own. */
function container(): typeof Handler {
  const module = { exports: {} as { handler: typeof Handler } };
  new Function('module', 'exports', 'require', code)(module, module.exports, require);
  return module.exports.handler;
}

const context = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'id' } as Context;

const duplicates = (count: number, from: number): SQSEvent => ({
  Records: Array.from({ length: count }, (_, index) => ({
    messageId: `message-${from + index}`,
    receiptHandle: 'receipt',
    body: `{"version":1,"key":"${KEY}"}`,
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

describe(`${MESSAGES} messages of one key at once`, () => {
  const source = new RawSource();
  const s3 = new StrictS3(5 * 1024 * 1024);
  const before = process.env;
  let output: jest.SpyInstance;

  beforeAll(async () => {
    await Promise.all([source.start(), s3.start()]);
    output = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    // Containers share the process that metrics are counted in; the second finds them published.
    jest.spyOn(console, 'warn').mockImplementation();
  });
  afterAll(() => {
    process.env = before;
    output.mockRestore();
    source.stop();
    s3.stop();
  });

  it.each([1, 2])(
    'in %i containers make one object, and each container asks the source once',
    async (containers) => {
      const name = `near-${containers}`;
      process.env = {
        ...before,
        AWS_ENDPOINT_URL_S3: s3.url,
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        POWERTOOLS_LOG_LEVEL: 'SILENT',
        WORKER_NAME: 'demo-fill',
        BUCKET_NAME: name,
        SOURCE_URL: source.serve(name, (_, socket) =>
          socket.end(
            Buffer.concat([
              Buffer.from(head(200, [['content-length', String(BODY.length)]]), 'latin1'),
              BODY,
            ]),
          ),
        ),
        SOURCE_MAY_BE_PRIVATE: 'true',
        ALLOWED_PREFIXES: '["images/"]',
        MAXIMUM_OBJECT_BYTES: '1000000',
      };
      const handlers = Array.from({ length: containers }, container);
      const each = MESSAGES / containers;
      const answers = await Promise.all(
        handlers.map((handler, index) => handler(duplicates(each, index * each), context)),
      );

      expect(answers).toEqual(Array(containers).fill({ batchItemFailures: [] }));
      const bucket = s3.bucket(name);
      expect(bucket.versions.get(KEY)).toHaveLength(1);
      expect(bucket.current(KEY)?.body.equals(BODY)).toBe(true);
      expect(bucket.refusals).toEqual([]);
      expect(source.requests(name).length).toBeLessThanOrEqual(containers);
    },
  );

  it('share a failure, so that a source in trouble is asked once', async () => {
    process.env.BUCKET_NAME = 'near-broken';
    process.env.SOURCE_URL = source.serve('near-broken', (_, socket) =>
      socket.end(head(503, [['content-length', '0']])),
    );
    process.env.AWS_ENDPOINT_URL_SQS = s3.url;
    const { batchItemFailures } = await container()(duplicates(50, 0), context);

    expect(batchItemFailures).toHaveLength(50);
    expect(source.requests('near-broken')).toHaveLength(1);
  });
});
