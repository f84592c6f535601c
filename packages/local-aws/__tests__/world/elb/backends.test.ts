import type { Backend } from '../../../edge/types';
import { WorldClock } from '../../../world/clock';
import { type FindObject, openBackend } from '../../../world/elb/backends';
import type { ListenerRule } from '../../../world/elb/listener-rules';
import { HealthChecks, probe, Streak, type Transition } from '../../../world/route53/health-checks';

const RULES: ListenerRule[] = [
  { conditions: [{ field: 'path-pattern', values: ['/healthz'] }], action: { forwards: true } },
  {
    conditions: [{ field: 'http-header', header: 'x-secret', values: ['right'] }],
    action: { forwards: true },
  },
  { conditions: [], action: { forwards: false, status: 403, body: 'Forbidden' } },
];
const OBJECT = {
  body: Buffer.alloc(65_536, 'bytes'),
  contentType: 'image/png',
  etag: '"1"',
  lastModified: new Date('2026-01-01T00:00:00Z'),
};
const objects: FindObject = ({ key, header }) => {
  if (key === 'images/broken.png') return 'broken';
  if (key === 'images/a b.png') return OBJECT;
  return header('x-holds') === 'all' ? 'missing' : undefined;
};
const healthPaths = () => ['/healthz'];
const clock = new WorldClock();
let backend: Backend;

beforeAll(async () => {
  clock.run(1000);
  backend = await openBackend({ name: () => 'asia', clock, rules: () => RULES, healthPaths, objects });
});
afterEach(async () => {
  backend.change({ dead: false, delayMilliseconds: 0, healthyTargets: 1, status: undefined });
  await reachable();
});
afterAll(() => backend.close());

const url = (path: string) => `http://127.0.0.1:${backend.endpoint.port}${path}`;
const secret = { 'x-secret': 'right' };
const ask = (path: string, headers: Record<string, string> = secret) => fetch(url(path), { headers });

async function reachable(): Promise<void> {
  while (!(await ask('/healthz').catch(() => undefined))) await clock.sleep(10_000);
}

test('the deployed rules decide who reaches the targets', async () => {
  expect((await ask('/healthz', {})).status).toBe(200);
  expect((await ask('/orders', {})).status).toBe(403);
  expect((await ask('/orders', { 'x-secret': 'wrong' })).status).toBe(403);
  expect(await (await ask('/orders?a=1')).json()).toMatchObject({ region: 'asia', path: '/orders?a=1' });
});

test('requests go to targets that fail until the load balancer has found them, and its health checks never', async () => {
  const ownClock = new WorldClock();
  const balanced = await openBackend({
    name: () => 'b',
    clock: ownClock,
    rules: () => RULES,
    healthPaths,
    detectionSeconds: () => 30,
  });
  const target = `http://127.0.0.1:${balanced.endpoint.port}`;
  const statuses = (path: string) =>
    Promise.all(
      Array.from({ length: 64 }, async () => (await fetch(target + path, { headers: secret })).status),
    );
  balanced.change({ healthyTargets: 0.5 });
  expect(new Set(await statuses('/orders'))).toEqual(new Set([200, 502]));
  expect(new Set(await statuses('/healthz'))).toEqual(new Set([200]));
  ownClock.run(1000);
  await ownClock.sleep(30_000);
  expect(new Set(await statuses('/orders'))).toEqual(new Set([200]));
  await balanced.close();
});

test('a dead region refuses connections and comes back at its address', async () => {
  const { port } = backend.endpoint;
  backend.change({ dead: true });
  await clock.sleep(20_000);
  await expect(ask('/orders')).rejects.toThrow();
  backend.change({ dead: false });
  await reachable();
  expect(backend.endpoint.port).toBe(port);
});

test('an erroring region, and one without healthy targets, fails its health check too', async () => {
  backend.change({ status: 502 });
  expect((await ask('/healthz')).status).toBe(502);
  backend.change({ status: undefined, healthyTargets: 0.5 });
  expect((await ask('/healthz')).status).toBe(200);
  backend.change({ healthyTargets: 0 });
  expect((await ask('/healthz')).status).toBe(503);
});

test('objects have validators and ranges', async () => {
  const whole = await ask('/images/a%20b.png');
  const etag = whole.headers.get('etag') ?? '';
  const bytes = Buffer.from(await whole.arrayBuffer());
  expect(whole.headers.get('content-type')).toBe('image/png');
  expect(bytes).toHaveLength(65_536);
  const part = await ask('/images/a%20b.png', { ...secret, range: 'bytes=10-19' });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/65536']);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
  expect((await ask('/images/a%20b.png', { ...secret, 'if-none-match': etag })).status).toBe(304);
  expect((await ask('/images/a%20b.png', { ...secret, range: 'bytes=99999-' })).status).toBe(416);
});

test('targets have objects beside what they say of themselves, and a host outside has nothing else', async () => {
  expect((await ask('/images/other.png')).status).toBe(200);
  expect((await ask('/images/other.png', { ...secret, 'x-holds': 'all' })).status).toBe(404);
  expect((await ask('/images/broken.png')).status).toBe(500);
  const outside = await openBackend({ name: () => 'outside', clock, objects });
  const get = (path: string) => fetch(`http://127.0.0.1:${outside.endpoint.port}${path}`);
  expect((await get('/images/a%20b.png')).status).toBe(200);
  expect((await get('/images/other.png')).status).toBe(404);
  await outside.close();
});

test('a streak changes health only after results in a row', () => {
  const streak = new Streak();
  const count = (passed: boolean) => streak.count(passed, 2, 3);
  expect([false, false, true, false, false].map(count)).not.toContain(true);
  expect(count(false)).toBe(true);
  expect([count(true), count(true)]).toEqual([false, true]);
});

test('a probe fails where the answer is late', async () => {
  backend.change({ delayMilliseconds: 3_600_000 });
  const { endpoint } = backend;
  const asked = { endpoint, host: 'h', path: '/healthz', timeoutSeconds: 6, accepts: () => true };
  expect(await probe(clock, asked)).toBe(false);
});

test('a health check fails after its threshold and passes again after it', async () => {
  const seen: Transition[] = [];
  let told: () => void = () => undefined;
  const next = () => new Promise<void>((resolve) => (told = resolve));
  const check = {
    id: 'c',
    type: 'HTTPS',
    host: 'lb',
    path: '/healthz',
    intervalSeconds: 10,
    failureThreshold: 3,
    inverted: false,
    disabled: false,
    children: [],
    healthThreshold: 0,
  };
  const both = { ...check, id: 'both', type: 'CALCULATED', children: ['c', 'control'], healthThreshold: 2 };
  const control = { ...check, id: 'control', type: 'RECOVERY_CONTROL', routingControlArn: 'arn' };
  let on = true;
  const checks = new HealthChecks({
    clock,
    checks: () => [check, both, control, { ...check, id: 'off', disabled: true, inverted: true }],
    endpointOf: () => backend.endpoint,
    routingControl: () => on,
    onTransition: (transition) => {
      seen.push(transition);
      told();
    },
  });
  // Slow enough for one probe to end before the next is due.
  clock.run(60);
  // Dead before the first probe: the time until the threshold is reached then has nothing of an earlier one.
  const killedAt = clock.now();
  backend.change({ dead: true });
  const failed = next();
  checks.follow();
  expect([checks.isHealthy('c'), checks.isHealthy('both'), checks.isHealthy('off')]).toEqual([
    true,
    true,
    false,
  ]);
  await failed;
  expect(seen).toMatchObject([{ of: 'c', healthy: false }]);
  expect((seen[0]?.at ?? 0) - killedAt).toBeGreaterThanOrEqual(20_000);
  expect(checks.isHealthy('both')).toBe(false);
  const recovered = next();
  backend.change({ dead: false });
  await recovered;
  expect(checks.isHealthy('both')).toBe(true);
  on = false;
  expect(checks.isHealthy('both')).toBe(false);
  checks.close();
});
