import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from '../../emulators/emulator';
import { Route53Dnssec } from '../../emulators/route53/dnssec';
import type { AccessLogEntry } from '../../router/access-log';
import { judgeByApiModels } from '../../router/api-models';
import { createRouter } from '../../router/router';
import { sentMessages } from '../../world/sqs/sent-messages';

const servers: Server[] = [];
const judged: string[] = [];
const entries: AccessLogEntry[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
  judged.length = 0;
  entries.length = 0;
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A router in front of a moto whose models refuse a body with the word `wrong`. */
async function router(...emulators: Emulator[]): Promise<number> {
  const motoPort = await listen(
    createServer(async (request, response) => {
      const body = await bodyOf(request);
      if (request.headers['x-local-aws-only-judge'] === undefined) {
        response.end('moto');
        return;
      }
      judged.push(`${request.method} ${request.url} ${body}`);
      if (!body.includes('wrong')) {
        response.writeHead(204).end();
        return;
      }
      response.writeHead(400, { 'content-type': 'text/xml' }).end('<Code>MalformedXML</Code>');
    }),
  );
  const log = (entry: AccessLogEntry) => entries.push(entry);
  const judge = judgeByApiModels(motoPort);
  return listen(createRouter({ motoPort, emulators, judge, log, health: () => ({}) }));
}

async function ask(port: number, service: string, path: string, body: string, more = {}) {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request`;
  const headers = { authorization, ...more };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}

/** An emulator that answers everything, and what it was asked. */
function answering(service: string) {
  const handled: string[] = [];
  const emulator: Emulator = {
    services: [service],
    handle: ({ body }) => {
      handled.push(body.toString());
      return { status: 201, body: 'ours' };
    },
  };
  return { emulator, handled };
}

test('an emulator never sees a request that the models refuse, and its client reads their refusal', async () => {
  const { emulator, handled } = answering('cloudfront');
  const port = await router(emulator);

  const refused = await ask(port, 'cloudfront', '/2020-05-31/function?a=b', 'wrong');
  const allowed = await ask(port, 'cloudfront', '/2020-05-31/function?a=b', 'right');

  expect(refused).toEqual({ status: 400, type: 'text/xml', body: '<Code>MalformedXML</Code>' });
  expect(allowed).toMatchObject({ status: 201, body: 'ours' });
  expect(handled).toEqual(['right']);
  expect(judged).toEqual(['POST /2020-05-31/function?a=b wrong', 'POST /2020-05-31/function?a=b right']);
  expect(entries.map(({ by, status }) => [by, status])).toEqual([
    ['models', 400],
    ['emulator', 201],
  ]);
});

test('what an emulator only watches, or leaves to moto, is judged by moto alone', async () => {
  const port = await router(
    sentMessages(() => undefined),
    new Route53Dnssec(),
  );

  await ask(port, 'sqs', '/', '{"MessageBody":"wrong"}', { 'x-amz-target': 'AmazonSQS.SendMessage' });
  await ask(port, 'route53', '/2013-04-01/hostedzone', 'wrong');
  expect(judged).toEqual([]);

  const refused = await ask(port, 'route53', '/2013-04-01/keysigningkey', 'wrong');
  expect(refused.status).toBe(400);
  expect(judged).toEqual(['POST /2013-04-01/keysigningkey wrong']);
});
