import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callQueue, signedHeaders } from '../../../lambda-src/backfill/sqs';

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

describe('signedHeaders', () => {
  const scope = { awsRegion: 'us-east-1', service: 'service', date: new Date('2015-08-30T12:36:00Z') };

  it('gives the signature of AWS test vector post-vanilla', () => {
    expect(
      signedHeaders(
        { url: new URL('https://example.amazonaws.com/'), headers: {}, body: '' },
        credentials,
        scope,
      ).authorization,
    ).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    );
  });

  it('signs the session token of temporary credentials', () => {
    const headers = signedHeaders(
      { url: new URL('https://example.amazonaws.com/'), headers: {}, body: '' },
      { ...credentials, sessionToken: 'token' },
      scope,
    );

    expect(headers['x-amz-security-token']).toBe('token');
    expect(headers.authorization).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  });
});

describe('callQueue', () => {
  const queue = {
    url: 'https://sqs.eu-central-1.amazonaws.com/123456789012/misses',
    awsRegion: 'eu-central-1',
  };
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let received: { headers: IncomingHttpHeaders; body: string } | undefined;
  let endpoint: string;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received = { headers: request.headers, body: Buffer.concat(chunks).toString() };
      answer(response);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
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

    await expect(send(50)).rejects.toThrow(/aborted/);
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
