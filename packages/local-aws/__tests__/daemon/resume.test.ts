import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../daemon/processes';
import { startServices, stopServices } from '../../daemon/services';
import type { ServicesState } from '../../daemon/state';
import { localAws } from '../../world/aws-api';

jest.setTimeout(120_000);

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-aws-resume-'));
  file = join(directory, 'journal');
});
afterEach(async () => {
  await stopServices(directory);
  rmSync(directory, { recursive: true, force: true });
});

const start = (more: readonly string[] = [], port?: number) =>
  startServices({
    directory,
    port,
    moto: async () => ({
      command: process.execPath,
      args: [join(__dirname, '../support/fake-moto.js'), '--port', '{port}', ...more],
      description: 'a fake',
    }),
  });

const s3 = ({ endpoint }: ServicesState, key: string, body?: string) =>
  localAws(endpoint)({
    service: 's3',
    region: 'us-east-1',
    method: body === undefined ? 'GET' : 'PUT',
    path: `/b/${key}`,
    body,
  });

/** What the object says; the fake's depends on its chance as well. */
const objects = (state: ServicesState, keys: readonly string[]) =>
  Promise.all(keys.map(async (key) => (await s3(state, key)).body));

const KEYS = Array.from({ length: 20 }, (_, index) => `key-${index}`);

async function withObjects(): Promise<ServicesState> {
  const { state } = await start();
  await Promise.all(KEYS.map((key) => s3(state, key, `body of ${key}`)));
  return state;
}

async function ended(state: ServicesState): Promise<void> {
  while (isRunning(state.daemon) || isRunning(state.moto)) await new Promise((done) => setTimeout(done, 25));
}

test('a start after a stop brings back the same world, at the same port', async () => {
  const before = await withObjects();
  const held = await objects(before, KEYS);
  await stopServices(directory);

  const { state, resumed } = await start();

  expect(resumed).toEqual({ changes: KEYS.length, differences: [] });
  expect([state.instance, state.port]).toEqual([before.instance, before.port]);
  expect(await objects(state, KEYS)).toEqual(held);
  expect(new Set(held).size).toBe(KEYS.length);
});

test('it goes on from there: what follows a start is kept as well', async () => {
  await withObjects();
  await stopServices(directory);
  const second = await start();
  await s3(second.state, 'later', 'later');
  const held = await objects(second.state, [...KEYS, 'later']);
  await stopServices(directory);

  const { state, resumed } = await start();

  expect(resumed?.changes).toBe(KEYS.length + 1);
  expect(await objects(state, [...KEYS, 'later'])).toEqual(held);
});

test('reads, messages and what nobody signed are not kept', async () => {
  const { state } = await start();
  await s3(state, 'key');
  const message = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };
  await localAws(state.endpoint)({
    service: 'sqs',
    region: 'us-east-1',
    path: '/',
    headers: message,
    body: '{}',
  });
  await fetch(`${state.endpoint}/_meridian/clock?speed=2`, { method: 'PUT' });
  await stopServices(directory);

  expect((await start()).resumed?.changes).toBe(0);
});

test.each(['daemon', 'moto'] as const)(
  'a %s that is killed amid changes loses nothing that was answered',
  async (which) => {
    const { state } = await start();
    const answered: string[] = [];
    const put = async (key: string) => {
      const { status } = await s3(state, key, 'body').catch(() => ({ status: 0 }));
      if (status !== 200) return;
      answered.push(key);
      if (answered.length === KEYS.length / 2) process.kill(state[which].pid, 'SIGKILL');
    };
    await Promise.all(KEYS.map(put));
    await ended(state);

    const again = await start();

    expect(answered.length).toBeGreaterThanOrEqual(KEYS.length / 2);
    expect(again.resumed?.changes).toBeGreaterThanOrEqual(answered.length);
    expect(again.state.instance).toBe(state.instance);
    for (const body of await objects(again.state, answered)) expect(body).toMatch(/^body of /);
  },
);

test('what an emulator made has the same ids, versions and dates again', async () => {
  const { state } = await start();
  const xmlns = 'xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"';
  const call = { service: 'cloudfront', region: 'us-east-1', path: '/2020-05-31/key-value-store' };
  const body = `<CreateKeyValueStoreRequest ${xmlns}><Name>store</Name></CreateKeyValueStoreRequest>`;
  const made = await localAws(state.endpoint)({ ...call, body });
  expect(made.status).toBe(201);
  const list = await localAws(state.endpoint)(call);
  const managed = { ...call, path: '/2020-05-31/cache-policy?Type=managed' };
  const policies = await localAws(state.endpoint)(managed);
  await stopServices(directory);

  const again = await start();

  expect((await localAws(again.state.endpoint)(call)).body).toBe(list.body);
  const one = await localAws(again.state.endpoint)({ ...call, path: `${call.path}/store` });
  expect(one.headers.get('etag')).toBe(made.headers.get('etag'));
  expect((await localAws(again.state.endpoint)(managed)).body).toBe(policies.body);
});

test('a change whose writing was cut short by a crash is dropped, and nothing else', async () => {
  const before = await withObjects();
  const held = await objects(before, KEYS);
  await stopServices(directory);
  appendFileSync(file, '0123456789abcdef {"n":21,"at":1');

  const { state, resumed } = await start();

  expect(resumed).toEqual({ changes: KEYS.length, differences: [] });
  expect(await objects(state, KEYS)).toEqual(held);
});

test('a damaged journal is put aside with a sentence, and another world begins', async () => {
  const before = await withObjects();
  await stopServices(directory);
  const text = readFileSync(file, 'latin1');
  writeFileSync(file, text.replace('body of key-7', 'body of key-8'), 'latin1');

  const { state, resumed } = await start();

  expect(resumed?.notice).toMatch(
    /^The journal of the local AWS is damaged behind change \d+\. It was put aside as \S+journal\.damaged-\S+, and everything begins anew\.$/,
  );
  expect(readdirSync(directory).filter((name) => name.startsWith('journal.damaged-'))).toHaveLength(1);
  expect(state.instance).not.toBe(before.instance);
  expect(await objects(state, ['key-0'])).toEqual(['fake moto']);
});

test('a journal whose changes end differently now is put aside with a sentence, and another world begins', async () => {
  const before = await withObjects();
  await stopServices(directory);

  const { state, resumed } = await start(['--forgetful']);

  expect(resumed?.notice).toMatch(
    /^The journal of the local AWS is of other sources or another moto: change 1 \(PUT \/b\/key-\d+\) is answered with 404 instead of 200: unknown\. It was put aside as \S+journal\.foreign-\S+/,
  );
  expect(state.instance).not.toBe(before.instance);
  expect(await objects(state, ['key-0'])).toEqual(['fake moto']);
});

test('a world answers at the port that it has answered at, or says why it does not start', async () => {
  const { port } = await withObjects();
  await stopServices(directory);
  const sentence = 'what was applied holds its address (npm run local -- reset forgets what was applied)';
  await expect(start([], port + 1)).rejects.toThrow(
    `it answers at port ${port} and no other, because ${sentence}`,
  );

  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  await expect(start()).rejects.toThrow(`port ${port} on 127.0.0.1 is taken: ${sentence}`);
  other.close();
  expect((await start()).resumed?.changes).toBe(KEYS.length);
});
