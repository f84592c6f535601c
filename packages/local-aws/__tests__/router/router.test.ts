import { createServer, type RequestListener, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsRequest, Emulator } from '../../emulators/emulator';
import type { AccessLogEntry } from '../../router/access-log';
import { Faults } from '../../router/faults';
import { createRouter } from '../../router/router';

const servers: Server[] = [];
const entries: AccessLogEntry[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
  entries.length = 0;
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

/** A router in front of a moto that answers as given. */
async function router(
  moto: RequestListener,
  emulators: Emulator[] = [],
  faults = new Faults(),
): Promise<number> {
  const motoPort = await listen(createServer(moto));
  const log = (entry: AccessLogEntry) => entries.push(entry);
  return listen(createRouter({ motoPort, emulators, faults, log, health: () => ({ status: 'ok' }) }));
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

function send(port: number, { method = 'GET', path = '/', headers, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const signedIn = (awsRegion: string, service: string, more: Record<string, string> = {}) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${awsRegion}/${service}/aws4_request, SignedHeaders=host, Signature=5ec2e7`,
  ...more,
});
const signed = (service: string, more?: Record<string, string>) => signedIn('eu-west-1', service, more);

/** moto as an echo of what reached it. */
const echo: RequestListener = async (asked, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) {
    chunks.push(chunk);
  }
  response.writeHead(200, { 'content-type': 'application/json', 'x-from': 'moto' });
  response.end(
    JSON.stringify({
      method: asked.method,
      url: asked.url,
      host: asked.headers.host,
      expect: asked.headers.expect,
      bytes: Buffer.concat(chunks).length,
      body: Buffer.concat(chunks).toString().slice(0, 100),
    }),
  );
};

describe('the router', () => {
  it('says that it is well', async () => {
    const port = await router(echo);
    const answer = await send(port, { path: '/_local/health' });
    expect(JSON.parse(answer.body)).toEqual({ status: 'ok' });
    expect(entries).toEqual([]);
  });

  it('sends a request on to moto as it came: path, query, host and body', async () => {
    const port = await router(echo);
    const answer = await send(port, {
      method: 'PUT',
      path: '/bucket/a//b/../c%2Fd%20e?x=1&y',
      headers: signed('s3', { expect: '100-continue' }),
      body: Buffer.alloc(3_000_000, 'x'),
    });
    expect(answer.headers['x-from']).toBe('moto');
    expect(JSON.parse(answer.body)).toMatchObject({
      method: 'PUT',
      url: '/bucket/a//b/../c%2Fd%20e?x=1&y',
      host: `127.0.0.1:${port}`,
      bytes: 3_000_000,
    });
    expect(JSON.parse(answer.body).expect).toBeUndefined();
  });

  it('streams an upload without knowing its length', async () => {
    const port = await router(echo);
    const headers = signed('s3', { 'transfer-encoding': 'chunked' });
    const answer = await send(port, { method: 'PUT', path: '/b/k', headers, body: 'hello' });
    expect(JSON.parse(answer.body)).toMatchObject({ bytes: 5, body: 'hello' });
  });

  it('keeps the account id of a host that was reached through HTTP_PROXY', async () => {
    const port = await router(echo);
    const answer = await send(port, {
      path: `http://123456789012.127.0.0.1:${port}/v20180820/configuration/publicAccessBlock`,
      headers: signed('s3'),
    });
    expect(JSON.parse(answer.body)).toMatchObject({
      url: '/v20180820/configuration/publicAccessBlock',
      host: `123456789012.127.0.0.1:${port}`,
    });
  });

  it('passes on what is meant for another server of this machine, such as the edge, with the host that was asked for', async () => {
    const edge = createServer((request, response) =>
      response.end(`edge ${request.headers.host} ${request.url}`),
    );
    const edgePort = await listen(edge);
    const port = await router(echo);
    const path = `http://127.0.0.1:${edgePort}/a?b=c`;
    expect(await send(port, { path, headers: { host: 'www.example.com' } })).toMatchObject({
      status: 200,
      body: 'edge www.example.com /a?b=c',
    });
    expect((await send(port, { path, headers: { host: `127.0.0.1:${edgePort}` } })).body).toBe(
      `edge 127.0.0.1:${edgePort} /a?b=c`,
    );
    edge.close();
  });

  it('ends the request to another server of this machine when the viewer leaves', async () => {
    const left = new Promise<void>((resolve) => {
      const edge = createServer((_, response) => {
        response.on('close', resolve);
        response.write('the beginning');
      });
      void Promise.all([listen(edge), router(echo)]).then(([edgePort, port]) => {
        const sent = request(
          { host: '127.0.0.1', port, path: `http://127.0.0.1:${edgePort}/live`, agent: false },
          (response) => response.once('data', () => sent.destroy()),
        );
        sent.on('error', () => undefined).end();
      });
    });
    await left;
  });

  it('is no proxy to other hosts', async () => {
    const port = await router(echo);
    const answer = await send(port, { path: 'http://example.com/secret', headers: {} });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('example.com is not AWS');
  });

  it('gives an emulator the whole request of its service, and moto what the emulator does not answer', async () => {
    const seen: AwsRequest[] = [];
    const emulator: Emulator = {
      services: ['cloudfront'],
      handle(asked) {
        seen.push(asked);
        return asked.path === '/mine'
          ? { status: 201, headers: { etag: 'E1' }, body: '<Answer/>' }
          : undefined;
      },
    };
    const port = await router(echo, [emulator]);
    const mine = await send(port, {
      method: 'POST',
      path: '/mine?Stage=LIVE',
      headers: signed('cloudfront'),
      body: '<Question/>',
    });
    expect(mine).toMatchObject({ status: 201, body: '<Answer/>', headers: { etag: 'E1' } });
    expect(seen[0]).toMatchObject({
      service: 'cloudfront',
      region: 'eu-west-1',
      method: 'POST',
      path: '/mine',
    });
    expect(seen[0]?.query.get('Stage')).toBe('LIVE');
    expect(seen[0]?.body.toString()).toBe('<Question/>');

    const other = await send(port, {
      method: 'POST',
      path: '/other',
      headers: signed('cloudfront'),
      body: 'kept',
    });
    expect(JSON.parse(other.body)).toMatchObject({ url: '/other', body: 'kept' });
    await send(port, { path: '/mine', headers: signed('s3') });
    expect(seen).toHaveLength(2);
  });

  it('names the action, from the target header or from a query body', async () => {
    const port = await router(echo);
    await send(port, {
      method: 'POST',
      headers: signed('dynamodb', { 'x-amz-target': 'DynamoDB_20120810.GetItem' }),
      body: '{}',
    });
    const body = 'Action=DescribeVpcs&Version=2016-11-15';
    const headers = signed('ec2', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' });
    const answer = await send(port, { method: 'POST', headers, body });
    expect(JSON.parse(answer.body).body).toBe(body);
    expect(entries.map(({ action }) => action)).toEqual(['GetItem', 'DescribeVpcs']);
  });

  it('names the listings of S3, which its protocol tells from the configuration of a bucket by the query only', async () => {
    const port = await router(echo);
    for (const query of ['versions&prefix=images%2F', 'list-type=2', 'versioning', 'policy']) {
      await send(port, { path: `/bucket?${query}`, headers: signed('s3') });
    }
    expect(entries.map(({ action }) => action)).toEqual([
      'ListObjectVersions',
      'ListObjectsV2',
      undefined,
      undefined,
    ]);
  });

  describe('when moto lacks an action', () => {
    const lacking = 'NotImplementedError: The create_protection_group action has not been implemented';
    const fail =
      (status: number, text = lacking): RequestListener =>
      (asked, response) => {
        asked.resume();
        response.writeHead(status, { 'content-type': 'text/html' });
        response.end(text);
      };

    it('answers 400 with its name in JSON', async () => {
      const port = await router(fail(500));
      const headers = signed('shield', { 'x-amz-target': 'AWSShield_20160616.CreateProtectionGroup' });
      const answer = await send(port, { method: 'POST', headers, body: '{}' });
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body)).toMatchObject({
        __type: 'NotImplemented',
        message: expect.stringContaining('shield CreateProtectionGroup is not implemented by the local AWS'),
      });
      expect(entries[0]).toMatchObject({ status: 400, error: expect.stringContaining('is not implemented') });
    });

    it('answers in XML where the service speaks XML', async () => {
      const port = await router(fail(500));
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const post = (service: string) =>
        send(port, { method: 'POST', headers: signed(service, form), body: 'Action=Do<It>' });
      expect((await post('iam')).body).toContain(
        '<ErrorResponse><Error><Type>Sender</Type><Code>NotImplemented</Code><Message>iam Do&lt;It&gt; is not',
      );
      expect((await post('ec2')).body).toContain('<Response><Errors><Error><Code>NotImplemented</Code>');
      expect((await send(port, { headers: signed('s3') })).body).toContain(
        '<Error><Code>NotImplemented</Code>',
      );
    });

    it('answers 400 to a path that moto does not know, and leaves real 404s alone', async () => {
      const unknown = await router(fail(404, '<!doctype html><title>404 Not Found</title>'));
      const answer = await send(unknown, {
        method: 'POST',
        path: '/2013-04-01/cidrcollection',
        headers: signed('route53'),
      });
      expect(answer.status).toBe(400);
      expect(answer.body).toContain('route53 POST /2013-04-01/cidrcollection is not implemented');

      const missing = await router(fail(404, '<ErrorResponse><Code>NoSuchHostedZone</Code></ErrorResponse>'));
      expect((await send(missing, { headers: signed('route53') })).status).toBe(404);
      const noObject = await router(fail(404, ''));
      expect((await send(noObject, { method: 'HEAD', headers: signed('s3') })).status).toBe(404);
    });

    it('says so when moto has the action and fails at it', async () => {
      const port = await router(fail(500, "KeyError: 'Export'"));
      const headers = signed('acm', { 'x-amz-target': 'CertificateManager.ListCertificates' });
      const answer = await send(port, { method: 'POST', headers, body: '{}' });
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body)).toEqual({
        __type: 'InternalFailure',
        message: "moto failed at acm ListCertificates: KeyError: 'Export' (see moto.log)",
      });
    });

    it('hangs up when moto is gone, so that the client asks again', async () => {
      const server = createServer();
      const motoPort = await listen(server);
      await new Promise((done) => server.close(done));
      servers.pop();
      const port = await listen(
        createRouter({ motoPort, emulators: [], log: (entry) => entries.push(entry), health: () => ({}) }),
      );
      const sent = send(port, { headers: signed('sqs', { 'x-amz-target': 'AmazonSQS.ListQueues' }) });
      await expect(sent).rejects.toThrow('socket hang up');
      expect(entries[0]).toMatchObject({ by: 'router', error: expect.stringContaining('ECONNREFUSED') });
    });
  });

  it('turns an emulator that throws into an answer', async () => {
    const emulator: Emulator = {
      services: ['cloudfront'],
      handle() {
        throw new Error('no such thing');
      },
    };
    const port = await router(echo, [emulator]);
    const answer = await send(port, { headers: signed('cloudfront') });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('no such thing') });
  });

  it('logs each request without bodies, credentials or query', async () => {
    const port = await router(echo);
    await send(port, {
      method: 'PUT',
      path: '/state/demo-global.tfstate?X-Amz-Signature=hush',
      headers: signed('s3', { 'user-agent': 'terraform' }),
      body: 'hush',
    });
    expect(entries).toEqual([
      {
        time: expect.any(String),
        service: 's3',
        region: 'eu-west-1',
        method: 'PUT',
        path: '/state/demo-global.tfstate',
        status: 200,
        milliseconds: expect.any(Number),
        by: 'moto',
        action: undefined,
        agent: 'terraform',
      },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/hush|5ec2e7/);
  });

  it('ends the upload to moto when the client hangs up', async () => {
    const closed = new Promise<void>((resolve) => {
      void router((asked) => {
        asked.on('close', resolve);
        asked.resume();
      }).then((port) => {
        const sent = request({ host: '127.0.0.1', port, method: 'PUT', path: '/b/k', headers: signed('s3') });
        sent.on('error', () => undefined);
        sent.write('part', () => setTimeout(() => sent.destroy(), 50));
      });
    });
    await closed;
  });
});

test('what a fault means reaches neither emulator nor moto, and the log says who refused', async () => {
  const faults = new Faults();
  faults.refuse({ name: 'down', services: ['sqs'], awsRegions: [], plane: 'all', share: 1, status: 503 });
  const seen: AwsRequest[] = [];
  const emulator: Emulator = { services: ['sqs'], handle: (asked) => void seen.push(asked) };
  const port = await router(echo, [emulator], faults);

  const headers = signed('sqs', { 'x-amz-target': 'AmazonSQS.SendMessage' });
  const { status, body } = await send(port, { method: 'POST', headers, body: '{}' });

  expect([status, JSON.parse(body).message]).toEqual([503, 'sqs refuses: down']);
  expect(seen).toEqual([]);
  expect(entries).toContainEqual(
    expect.objectContaining({ by: 'fault', action: 'SendMessage', status: 503 }),
  );
});

describe('an AWS region of which every API refuses', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = { 'x-amz-target': 'Target.Action', 'content-type': 'application/x-amz-json-1.1' };
  const body = Buffer.alloc(3_000_000, 'x');
  const CALLS: Readonly<Record<string, (awsRegion: string) => Sent>> = {
    'STS, as providers ask it first': (awsRegion) => ({
      method: 'POST',
      headers: signedIn(awsRegion, 'sts', form),
      body: 'Action=GetCallerIdentity',
    }),
    EC2: (awsRegion) => ({
      method: 'POST',
      headers: signedIn(awsRegion, 'ec2', form),
      body: 'Action=DescribeVpcs',
    }),
    'a service of JSON': (awsRegion) => ({
      method: 'POST',
      headers: signedIn(awsRegion, 'secretsmanager', json),
      body: '{}',
    }),
    'a service of REST': (awsRegion) => ({
      path: '/2015-03-31/functions/f',
      headers: signedIn(awsRegion, 'lambda'),
    }),
    'a bucket': (awsRegion) => ({ path: '/bucket?policy', headers: signedIn(awsRegion, 's3') }),
    'an object': (awsRegion) => ({
      method: 'PUT',
      path: '/bucket/key',
      headers: signedIn(awsRegion, 's3', { expect: '100-continue' }),
      body,
    }),
    'an object by a presigned URL': (awsRegion) => ({
      path: `/bucket/key?X-Amz-Credential=test/20260101/${awsRegion}/s3/aws4_request`,
    }),
    'an emulator of ours': (awsRegion) => ({
      method: 'POST',
      path: '/',
      headers: signedIn(awsRegion, 'route53-recovery-cluster', json),
      body: '{}',
    }),
  };
  const emulator: Emulator = {
    services: ['route53-recovery-cluster'],
    handle: () => ({ status: 200, body: '{}' }),
  };
  const faults = new Faults();
  faults.refuse({
    name: 'asia down',
    services: [],
    awsRegions: ['ap-southeast-1'],
    plane: 'all',
    share: 1,
    status: 503,
  });

  test.each(Object.entries(CALLS))('%s refuses there and answers elsewhere', async (_, call) => {
    const port = await router(echo, [emulator], faults);
    expect((await send(port, call('ap-southeast-1'))).status).toBe(503);
    expect((await send(port, call('eu-central-1'))).status).toBe(200);
    expect(entries.map(({ by }) => by === 'fault')).toEqual([true, false]);
  });

  test('what is signed for every region is answered by another one', async () => {
    const usEast = new Faults();
    usEast.refuse({
      name: 'd',
      services: [],
      awsRegions: ['us-east-1'],
      plane: 'all',
      share: 1,
      status: 503,
    });
    const port = await router(echo, [], usEast);
    const authorization =
      'AWS4-ECDSA-P256-SHA256 Credential=test/20260101/cloudfront-keyvaluestore/aws4_request, SignedHeaders=host';
    const keyValues = {
      path: '/key-value-stores/a/keys',
      headers: { authorization, 'x-amz-region-set': '*' },
    };
    expect((await send(port, keyValues)).status).toBe(200);
    expect((await send(port, { headers: signedIn('us-east-1', 'iam') })).status).toBe(503);
  });
});
