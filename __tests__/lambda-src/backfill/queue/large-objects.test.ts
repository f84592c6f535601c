import { largeObjectQueue } from '../../../../lambda-src/backfill/queue/large-objects';
import { bytes, content, FillWorld } from '../../../support/fill-world';
import { type Listening, listening } from '../../../support/listening';

const { partBytes } = FillWorld;
const queue = { url: 'https://sqs.eu-central-1.amazonaws.com/123456789012/large', awsRegion: 'eu-central-1' };

describe('an object that one run cannot copy', () => {
  const world = new FillWorld();
  let sent: string[];
  beforeAll(() => world.start());
  afterAll(() => world.stop());
  beforeEach(() => {
    world.reset();
    sent = [];
    world.job = {
      ...world.job,
      maximumObjectBytes: 10 * partBytes,
      largeObjects: { overBytes: 2 * partBytes, send: async (key) => void sent.push(key) },
    };
  });
  afterEach(() => {
    expect(world.s3.uploads.size).toBe(0);
  });

  it('is handed on when it is declared larger than a run copies', async () => {
    world.answer = bytes(2 * partBytes + 1);

    expect(await world.run()).toBe('handed-on');
    expect(sent).toEqual(['images/a.jpg']);
  });

  it('is handed on when it turns out larger than a run copies', async () => {
    world.answer = (response) => {
      response.write(content(2 * partBytes + 1));
      response.end();
    };

    expect(await world.run()).toBe('handed-on');
  });

  it('is handed on when the time is up while it arrives', async () => {
    const time = world.upAfterFirstPart();
    world.answer = (response) => {
      response.setHeader('content-length', 2 * partBytes);
      response.write(content(partBytes + 1));
    };

    expect(await world.run(undefined, time)).toBe('handed-on');
  });

  it('is not handed on when nobody may copy it', async () => {
    world.answer = bytes(10 * partBytes + 1);

    expect(await world.run()).toBe('too-large');
    expect(sent).toEqual([]);
  });

  it.each([
    ['it is small', { 'content-length': '5' }],
    ['nobody knows how large it is', {}],
  ])('is tried again when the time is up and %s', async (_, headers: Record<string, string>) => {
    const time = new AbortController();
    world.answer = (response) => response.writeHead(200, headers).write('hel', () => time.abort());

    await expect(world.run(undefined, time.signal)).rejects.toMatchObject({
      name: 'TransientError',
    });
    expect(sent).toEqual([]);
  });

  it('is tried again when the time is up and there is nobody to hand it on to', async () => {
    world.job = { ...world.job, largeObjects: undefined };
    const time = new AbortController();
    world.answer = (response) => {
      response.setHeader('content-length', 2 * partBytes);
      response.write(content(partBytes), () => time.abort());
    };

    await expect(world.run(undefined, time.signal)).rejects.toMatchObject({
      name: 'TransientError',
    });
  });

  it('is copied when it is just small enough', async () => {
    world.answer = bytes(2 * partBytes);

    expect(await world.run()).toBe('stored');
    expect(sent).toEqual([]);
  });
});

describe('the queue of large objects', () => {
  let server: Listening;
  let received: unknown[];
  let status: number;
  const before = process.env;
  beforeAll(async () => {
    server = await listening(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(status).end('{}');
    });
    process.env = {
      ...before,
      AWS_ENDPOINT_URL_SQS: server.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  });
  afterAll(() => {
    process.env = before;
    server.close();
  });
  beforeEach(() => {
    received = [];
    status = 200;
  });

  it('gets the same message as the queue of misses', async () => {
    await largeObjectQueue(queue, 1).send('images/a.jpg');

    expect(received).toEqual([{ QueueUrl: queue.url, MessageBody: '{"version":1,"key":"images/a.jpg"}' }]);
  });

  it('says when it does not take a message, which is then tried again', async () => {
    status = 403;

    await expect(largeObjectQueue(queue, 1).send('images/a.jpg')).rejects.toMatchObject({
      name: 'TransientError',
      message: 'queue of large objects: Error: SQS answered 403',
    });
  });
});
