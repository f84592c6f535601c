import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccessControl } from '../../../iam/control/access-control';
import { accessReport } from '../../../iam/control/report';
import type { AccessLogEntry } from '../../../router/access-log';
import { createRouter } from '../../../router/router';
import { allow } from '../support/cases';
import { KnownPolicies, sessionOf } from '../support/known-policies';

const servers: Server[] = [];
const entries: AccessLogEntry[] = [];
const reached: string[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
  entries.length = 0;
  reached.length = 0;
});

async function listen(listener: RequestListener | Server): Promise<string> {
  const server = typeof listener === 'function' ? createServer(listener) : listener;
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const source = new KnownPolicies({
  bearers: { k: sessionOf('reader', [allow('s3:*', { Resource: 'arn:aws:s3:::photos/*' })]) },
});
const control = (mode: 'enforce' | 'observe') =>
  new AccessControl({ account: '123456789012', source, administrators: new Set(['admin']), mode });

/** A router with access control, in front of a moto that says yes. */
async function router(access: AccessControl): Promise<string> {
  const moto = await listen(async (asked, response) => {
    for await (const _ of asked);
    reached.push(`${asked.method} ${asked.url}`);
    response.end('yes');
  });
  const motoPort = Number(new URL(moto).port);
  const log = (entry: AccessLogEntry) => entries.push(entry);
  return listen(createRouter({ motoPort, emulators: [], access, log, health: () => ({}) }));
}

const put = (aws: string, path: string, key: string) =>
  fetch(aws + path, {
    method: 'PUT',
    body: 'a picture',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/s3/aws4_request, Signature=x`,
    },
  });

describe('the router with access control', () => {
  it('lets through what the caller may do', async () => {
    const aws = await router(control('enforce'));
    expect(await (await put(aws, '/photos/a', 'k')).text()).toBe('yes');
    expect(reached).toEqual(['PUT /photos/a']);
  });

  it('refuses in the protocol of the service what the caller may not, and moto hears nothing of it', async () => {
    const aws = await router(control('enforce'));
    const answer = await put(aws, '/films/a', 'k');
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
    expect(reached).toEqual([]);
    expect(entries).toMatchObject([
      { by: 'iam', status: 403, error: expect.stringContaining('s3:PutObject') },
    ]);
  });

  it('lets everything through while it observes', async () => {
    const aws = await router(control('observe'));
    expect((await put(aws, '/films/a', 'k')).status).toBe(200);
    expect(reached).toEqual(['PUT /films/a']);
  });

  it('knows when a request that changes something has been answered', async () => {
    source.changes.length = 0;
    const aws = await router(control('enforce'));
    await (await put(aws, '/photos?policy', 'admin')).text();
    await new Promise((done) => setTimeout(done, 20));
    expect(source.changes).toEqual(['s3 begins', 's3 ends']);
  });
});

describe('the report of access control', () => {
  const open = (access: AccessControl) =>
    listen(async (request, response) => {
      if (!(await accessReport(access)(request, response))) response.writeHead(404).end();
    });
  const post = (server: string, body: object) =>
    fetch(`${server}/_local/iam`, { method: 'POST', body: JSON.stringify(body) });

  it('says the mode, and what was denied to whom', async () => {
    const access = control('observe');
    await put(await router(access), '/films/a', 'k');
    const report = await (await fetch(`${await open(access)}/_local/iam`)).json();
    expect(report).toMatchObject({
      mode: 'observe',
      identities: [
        {
          identity: 'arn:aws:iam::123456789012:role/reader',
          denied: [{ action: 's3:PutObject', resource: 'arn:aws:s3:::films/a', times: 1 }],
        },
      ],
    });
  });

  it('changes the mode', async () => {
    const access = control('observe');
    const server = await open(access);
    expect(await (await post(server, { mode: 'enforce' })).json()).toMatchObject({ mode: 'enforce' });
    expect(access.mode).toBe('enforce');
  });

  it('knows three modes', async () => {
    const answer = await post(await open(control('observe')), { mode: 'strict' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: 'mode: expected one of off, observe, enforce, got strict' });
  });

  it('answers nothing else', async () => {
    expect((await fetch(`${await open(control('observe'))}/_local/world`)).status).toBe(404);
  });
});
