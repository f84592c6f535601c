import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { callQueue } from '../../../../lambda-src/backfill/queue/sqs';
import { type Listening, listening } from '../../../support/listening';

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

describe('callQueue', () => {
  const queue = {
    url: 'https://sqs.eu-central-1.amazonaws.com/123456789012/misses',
    awsRegion: 'eu-central-1',
  };
  let server: Listening;
  let answer: (response: ServerResponse) => void;
  let received: { headers: IncomingHttpHeaders; body: string } | undefined;
  let endpoint: string;

  beforeAll(async () => {
    server = await listening(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received = { headers: request.headers, body: Buffer.concat(chunks).toString() };
      answer(response);
    });
    endpoint = server.url;
  });
  afterAll(() => {
    server.close();
  });

  const send = (timeoutMilliseconds = 5000) =>
    callQueue(
      queue,
      'SendMessage',
      { MessageBody: '{"version":1}' },
      { credentials, endpoint, timeoutMilliseconds },
    );

  it('sends the text to the queue, signed for its region', async () => {
    answer = (response) => response.end('{"MessageId":"1"}');

    await send();

    expect(JSON.parse(received?.body ?? '')).toEqual({ QueueUrl: queue.url, MessageBody: '{"version":1}' });
    expect(received?.headers['x-amz-target']).toBe('AmazonSQS.SendMessage');
    expect(received?.headers.authorization).toContain('/eu-central-1/sqs/aws4_request');
  });

  it('rejects when SQS refuses', async () => {
    answer = (response) => response.writeHead(403).end('{}');

    await expect(send()).rejects.toThrow('SQS answered 403');
  });

  it('rejects when SQS does not answer in time', async () => {
    answer = () => undefined;

    await expect(send(50)).rejects.toThrow('The operation was aborted');
  });

  it('rejects when the answer is none to a request', async () => {
    answer = (response) =>
      void response.socket?.end(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n',
      );

    await expect(send(50)).rejects.toThrow();
  });

  it('rejects when the connection breaks', async () => {
    answer = (response) => response.destroy();

    await expect(send()).rejects.toThrow('socket hang up');
  });

  it('rejects when nobody listens', async () => {
    await expect(
      callQueue(
        queue,
        'SendMessage',
        {},
        { credentials, endpoint: 'http://127.0.0.1:1', timeoutMilliseconds: 5000 },
      ),
    ).rejects.toThrow('ECONNREFUSED');
  });
});
