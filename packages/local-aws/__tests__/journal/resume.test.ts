import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmulators } from '../../emulators';
import { Changes } from '../../journal/changes';
import { Journal } from '../../journal/journal';
import { resume } from '../../journal/resume';
import { createRouter } from '../../router/router';
import { type AwsCall, localAws } from '../../world/aws-api';
import { createFakeMoto } from '../support/fake-moto';

jest.setTimeout(60_000);

let directory: string;
let file: string;
let running: Aws | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-aws-resume-'));
  file = join(directory, 'journal');
});
afterEach(async () => {
  await stop();
  rmSync(directory, { recursive: true });
});

/** A router with its emulators in front of a moto, as the daemon has them. */
interface Aws extends Awaited<ReturnType<typeof resumed>> {
  readonly router: Server;
  readonly ask: ReturnType<typeof localAws>;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
}

const resumed = async (...flags: string[]) =>
  resume(await Journal.find(file), {
    file,
    port: 4566,
    startMoto: async () => {
      const server = createFakeMoto(...flags);
      return { server, port: await listen(server) };
    },
    stopMoto: ({ server }) => close(server),
    createAws: () => ({ emulators: createEmulators() }),
  });

async function start(...flags: string[]): Promise<Aws> {
  const found = await resumed(...flags);
  const { journal, moto, aws } = found;
  const props = { journal, motoPort: moto.port, emulators: aws.emulators };
  const router = createRouter({
    ...props,
    changes: new Changes(props),
    log: () => undefined,
    health: () => ({}),
  });
  running = { ...found, router, ask: localAws(`http://127.0.0.1:${await listen(router)}`) };
  return running;
}

async function stop(): Promise<void> {
  if (running === undefined) return;
  const { router, moto, journal } = running;
  running = undefined;
  await close(router);
  await close(moto.server);
  journal.close();
}

const object = (key: string): AwsCall => ({ service: 's3', region: 'us-east-1', path: `/b/${key}` });
const put = ({ ask }: Aws, key: string) => ask({ ...object(key), method: 'PUT', body: `body of ${key}` });
/** What the objects are; the fake's depend on their moments as well. */
const objects = ({ ask }: Aws, keys: readonly string[]) =>
  Promise.all(keys.map(async (key) => (await ask(object(key))).body));

const KEYS = Array.from({ length: 20 }, (_, index) => `key-${index}`);

async function startWithObjects(): Promise<Aws> {
  const aws = await start();
  await Promise.all(KEYS.map((key) => put(aws, key)));
  return aws;
}

test('a start after a stop brings back the same world, each change made again in its moment', async () => {
  const before = await startWithObjects();
  const held = await objects(before, KEYS);
  await stop();

  const again = await start();

  expect(again).toMatchObject({ changes: KEYS.length, differences: [] });
  expect(again.journal.head).toEqual(before.journal.head);
  expect(await objects(again, KEYS)).toEqual(held);
  expect(new Set(held).size).toBe(KEYS.length);
});

test('what follows a start is kept as well', async () => {
  await startWithObjects();
  await stop();
  const second = await start();
  await put(second, 'later');
  const held = await objects(second, [...KEYS, 'later']);
  await stop();

  const third = await start();

  expect(third.changes).toBe(KEYS.length + 1);
  expect(await objects(third, [...KEYS, 'later'])).toEqual(held);
});

test('a change is written down before it is answered', async () => {
  const aws = await start();
  await Promise.all(
    KEYS.map(async (key) => {
      await put(aws, key);
      expect(readFileSync(file, 'utf8')).toContain(`body of ${key}\n`);
    }),
  );
});

test('reads, messages and what the local AWS is asked about itself are not kept', async () => {
  const aws = await start();
  await aws.ask(object('key'));
  const send = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };
  await aws.ask({ service: 'sqs', region: 'us-east-1', path: '/', headers: send, body: '{}' });
  await aws.ask({ service: 'sqs', region: 'us-east-1', method: 'PUT', path: '/_local/clock?speed=2' });
  expect(aws.journal.changes).toBe(0);
});

const STORES: AwsCall = { service: 'cloudfront', region: 'us-east-1', path: '/2020-05-31/key-value-store' };
const createStore = (name: string) => ({
  ...STORES,
  body: `<CreateKeyValueStoreRequest xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>${name}</Name></CreateKeyValueStoreRequest>`,
});

test('what an emulator made has the same id, version and date again, and what it was born with has as well', async () => {
  const born: AwsCall = { ...STORES, path: '/2020-05-31/cache-policy/658327ea-f89d-4fab-a63d-7e88639e58f6' };
  const store: AwsCall = { ...STORES, path: `${STORES.path}/one` };
  const seen = async ({ ask }: Aws) => {
    const answers = await Promise.all([ask(born), ask(store)]);
    return answers.map(({ status, headers, body }) => ({ status, etag: headers.get('etag'), body }));
  };
  const before = await start();
  expect((await before.ask(createStore('one'))).status).toBe(201);
  const held = await seen(before);
  await stop();

  expect(await seen(await start())).toEqual(held);
  expect(held).toMatchObject([
    { status: 200, etag: expect.any(String) },
    { status: 200, etag: expect.any(String) },
  ]);
});

test('what an emulator refuses has changed nothing, and is not kept', async () => {
  const aws = await start();
  await aws.ask(createStore('one'));
  expect((await aws.ask(createStore('one'))).status).toBe(409);
  expect(aws.journal.changes).toBe(1);
});

test('a change whose writing was cut short by a crash is dropped, and nothing else', async () => {
  const held = await objects(await startWithObjects(), KEYS);
  await stop();
  appendFileSync(file, '0123456789abcdef {"n":21,"at":1');

  const again = await start();

  expect(again.changes).toBe(KEYS.length);
  expect(await objects(again, KEYS)).toEqual(held);
});

test('a damaged journal is put aside with a sentence, and another world begins', async () => {
  const before = await startWithObjects();
  await stop();
  writeFileSync(file, readFileSync(file, 'latin1').replace('body of key-7', 'body of key-8'), 'latin1');

  const again = await start();

  expect(again.notice).toMatch(
    /^The journal of the local AWS is damaged behind change \d+\. It was put aside as \S+journal\.damaged-\S+, and everything begins anew\.$/,
  );
  expect(readdirSync(directory).filter((name) => name.startsWith('journal.damaged-'))).toHaveLength(1);
  expect(again.journal.head.world).not.toBe(before.journal.head.world);
  expect(await objects(again, ['key-0'])).toEqual(['fake moto']);
});

test('a journal whose changes end differently now is put aside with a sentence, and another world begins', async () => {
  const before = await startWithObjects();
  await stop();

  const again = await start('--forgetful');

  expect(again.notice).toMatch(
    /^The journal of the local AWS is of other sources or another moto: change 1 \(PUT \/b\/key-\d+\) is answered with 404 instead of 200: unknown\. It was put aside as \S+journal\.foreign-\S+/,
  );
  expect(again.journal.head.world).not.toBe(before.journal.head.world);
  expect(await objects(again, ['key-0'])).toEqual(['fake moto']);
});

test('answers that differ in what they say are named, and the world is the same', async () => {
  const held = await objects(await startWithObjects(), KEYS);
  await stop();

  const again = await start('--talkative');

  expect(again.notice).toBeUndefined();
  expect(again.differences).toHaveLength(KEYS.length);
  expect(await objects(again, KEYS)).toEqual(held);
});
