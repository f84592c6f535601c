import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { edgeAccessLog } from '../../edge/access-log';
import { Cache } from '../../edge/cache';
import { Traces } from '../../edge/traces';
import { SITE, TestClock, TestWorld } from './support/world';

const world = new TestWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
beforeEach(() => world.reset());

test('headers that say who asks do not reach functions, cache or origin', async () => {
  world.originRequest = {
    headers: { behavior: 'allViewer', names: new Set() },
    cookies: { behavior: 'none', names: new Set() },
    queryStrings: { behavior: 'none', names: new Set() },
  };
  await world.get('/', { country: 'JP', ip: '192.0.2.1', scheme: 'https' });
  expect(Object.keys(world.a.saw[0]?.headers ?? {}).filter((name) => name.startsWith('x-sim-'))).toEqual([]);
});

test("every answer has a trace, which is found at the edge's own path", async () => {
  world.group(503);
  world.a.reply = () => ({ status: 503 });
  const reply = await world.get('/x');
  const found = JSON.parse((await world.get(`/_local/trace/${reply.headers['x-local-trace']}`)).body);
  expect(found.steps.map(({ step }: { step: string }) => step)).toEqual([
    'viewer',
    'behavior',
    'key',
    'cache',
    'origin',
    'failover',
    'origin',
    'cache',
    'answer',
  ]);
  expect(Object.keys(found)).toEqual(['id', 'startedAt', 'steps']);
  expect((await world.get('/_local/trace/unknown')).status).toBe(404);
});

test('a trace says who answered behind an origin of another name, and so does that of a kept answer', async () => {
  world.standIns.set('a', 'europe');
  world.a.reply = () => ({ headers: { 'cache-control': 'max-age=60' } });
  const [first, second] = [await world.get('/moved'), await world.get('/moved')];
  const details = (reply: typeof first, name: string) =>
    world.trace(reply)?.steps.filter(({ step, detail }) => step === name && detail.answeredBy !== undefined);

  expect(details(first, 'origin')).toMatchObject([
    { detail: { origin: 'a', answeredBy: 'europe', status: 200 } },
  ]);
  expect(details(second, 'cache')).toMatchObject([
    { detail: { result: 'hit', from: 'a', answeredBy: 'europe' } },
  ]);
});

test('each edge location has a cache of its own', async () => {
  const ask = (location?: string) =>
    world.get('/kept', location === undefined ? {} : { headers: { 'x-sim-location': location } });
  world.a.reply = () => ({ headers: { 'cache-control': 'max-age=60' } });
  const asked = [await ask(), await ask(), await ask('NRT57-C1'), await ask('NRT57-C1'), await ask()];
  expect(asked.map(({ headers }) => String(headers['x-cache']).split(' ', 1)[0])).toEqual([
    'Miss',
    'Hit',
    'Miss',
    'Hit',
    'Hit',
  ]);
  expect(asked.map(({ headers }) => headers['x-amz-cf-pop'])).toEqual([
    'LOC50-P1',
    'LOC50-P1',
    'NRT57-C1',
    'NRT57-C1',
    'LOC50-P1',
  ]);
});

test('the latest traces are listed, newest first', async () => {
  await world.get('/first');
  await world.get('/second');
  const listed: { steps: { detail: { uri?: string } }[] }[] = JSON.parse(
    (await world.get('/_local/traces?latest=2')).body,
  );
  expect(listed.map(({ steps }) => steps[0]?.detail.uri)).toEqual(['/second', '/first']);
});

test('the distributions that answer are listed', async () => {
  const listed = JSON.parse((await world.get('/_local/distributions')).body);
  expect(listed).toEqual([
    { id: 'EDFDVBD6EXAMPLE', domainName: 'd111111abcdef8.cloudfront.net', aliases: [SITE] },
  ]);
  expect((await world.get('/_local/unknown')).status).toBe(404);
});

test('the access log has a line for each answer, without query strings', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-aws-test-'));
  const file = join(folder, 'edge-access.log');
  const log = edgeAccessLog(file);
  const viewer = {
    id: 'id',
    method: 'GET',
    uri: '/path',
    query: 'token=secret',
    headers: new Map([['host', [SITE]]]),
    body: Buffer.alloc(0),
    scheme: 'https',
    httpVersion: '1.1',
    ip: '192.0.2.1',
    country: 'JP',
  } as const;
  log(viewer, await world.edge.answer(viewer), 12);
  const text = await new Promise<string>((resolve) => {
    const look = () => {
      const written = readFileSync(file, { encoding: 'utf8', flag: 'a+' });
      if (written.endsWith('\n')) resolve(written);
      else setImmediate(look);
    };
    look();
  });
  expect(JSON.parse(text)).toMatchObject({
    'cs-method': 'GET',
    'cs-uri-stem': '/path',
    'c-country': 'JP',
    'sc-status': '200',
    'x-edge-result-type': 'Miss',
    'time-taken': '0.012',
  });
  expect(text).not.toContain('secret');
  rmSync(folder, { recursive: true });
});

test('old traces are forgotten', () => {
  const traces = new Traces(new TestClock());
  const first = traces.open();
  for (let index = 0; index < 2000; index++) traces.open();
  expect(traces.get(first.id)).toBeUndefined();
  expect(traces.latest(3)).toHaveLength(3);
});

test('the cache drops what was used longest ago when it is full', () => {
  const cache = new Cache(new TestClock());
  const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024);
  const keep = (key: string) =>
    cache.store({
      key,
      distributionId: 'E',
      target: key,
      headOnly: false,
      answer: { status: 200, headers: new Map(), body: megabytes(100) },
      originId: 'a',
      storedAt: 0,
      ageAtOriginSeconds: 0,
      freshness: { storable: true, ttlSeconds: 60, staleWhileRevalidateSeconds: 0 },
    });
  for (const key of ['one', 'two']) keep(key);
  cache.find('one', 'GET');
  keep('three');
  expect(['one', 'two', 'three'].map((key) => cache.find(key, 'GET') !== undefined)).toEqual([
    true,
    false,
    true,
  ]);
});

test('a kept connection that the origin ends is no failure of the origin', async () => {
  world.cache = { ...world.cache, defaultTtlSeconds: 0, maxTtlSeconds: 0 };
  await world.get('/');
  let drops = 1;
  world.a.reply = () => (drops-- > 0 ? { drop: true } : { body: 'again' });
  expect(await world.get('/')).toMatchObject({ status: 200, body: 'again' });
});
