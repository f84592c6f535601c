import { CachingResolver, Route53 } from '../../../world/route53/names';
import type { RecordSet } from '../../../world/route53/records';

const record = (name: string, part: Partial<RecordSet>): RecordSet => ({
  name,
  type: 'A',
  ttlSeconds: 60,
  values: [],
  ...part,
});
const alias = (name: string, evaluatesTargetHealth = true) => ({ alias: { name, evaluatesTargetHealth } });
const PORTS: Record<string, number> = { 'asia.elb': 1, 'europe.elb': 2 };

function world(records: RecordSet[]) {
  const sick = new Set<string>();
  const route53 = new Route53({
    records: () => records,
    isHealthy: (id) => !sick.has(id),
    target: (name) => {
      const port = PORTS[name];
      return port === undefined ? undefined : { endpoint: { host: 'h', port }, isHealthy: !sick.has(name) };
    },
  });
  const port = (name: string, from = 'us-east-1', random = 0) =>
    route53.answer(name, from, random)?.endpoint.port;
  return { sick, route53, port };
}

const failover = [
  record('asia.example', { failover: 'PRIMARY', healthCheckId: 'a', ...alias('asia.elb') }),
  record('asia.example', { failover: 'SECONDARY', healthCheckId: 'e', ...alias('europe.elb') }),
];

test('the primary answers while it is healthy, the secondary while it is not', () => {
  const { sick, port } = world(failover);
  expect(port('asia.example')).toBe(1);
  sick.add('a');
  expect(port('asia.example')).toBe(2);
  sick.delete('a');
  expect(port('asia.example')).toBe(1);
});

test('the health of an alias target counts where the record says so', () => {
  const { sick, port } = world(failover);
  sick.add('asia.elb');
  expect(port('asia.example')).toBe(2);
  const blind = world([
    record('x.example', { failover: 'PRIMARY', ...alias('asia.elb', false) }),
    ...failover,
  ]);
  blind.sick.add('asia.elb');
  expect(blind.port('x.example')).toBe(1);
});

test('the primary answers where neither is healthy', () => {
  const { sick, port } = world(failover);
  sick.add('a').add('e');
  expect(port('asia.example')).toBe(1);
});

test('latency answers with the nearest healthy region', () => {
  const { sick, port } = world([
    record('near.example', { awsRegion: 'ap-southeast-1', healthCheckId: 'a', ...alias('asia.elb') }),
    record('near.example', { awsRegion: 'eu-central-1', healthCheckId: 'e', ...alias('europe.elb') }),
  ]);
  expect(port('near.example', 'ap-northeast-1')).toBe(1);
  expect(port('near.example', 'eu-west-1')).toBe(2);
  sick.add('e');
  expect(port('near.example', 'eu-west-1')).toBe(1);
  sick.add('a');
  expect(port('near.example', 'eu-west-1')).toBe(2);
});

test('weights share the answers out; zero gets none while another is healthy', () => {
  const { sick, port } = world([
    record('w.example', { weight: 1, healthCheckId: 'a', ...alias('asia.elb') }),
    record('w.example', { weight: 3, healthCheckId: 'e', ...alias('europe.elb') }),
    record('w.example', { weight: 0, ...alias('nowhere.elb', false) }),
  ]);
  expect([0, 0.24, 0.26, 0.99].map((random) => port('w.example', '', random))).toEqual([1, 1, 2, 2]);
  sick.add('e');
  expect(port('w.example', '', 0.99)).toBe(1);
});

test('CNAMEs are followed, a loop ends, and an unknown name has no answer', () => {
  const { port, route53 } = world([
    record('c.example', { type: 'CNAME', values: ['d.example.'], ttlSeconds: 20 }),
    record('d.example', { type: 'CNAME', values: ['asia.elb'], ttlSeconds: 300 }),
    record('loop.example', { type: 'CNAME', values: ['loop.example'] }),
  ]);
  expect(route53.answer('C.example.', '')).toMatchObject({ ttlSeconds: 20, endpoint: { port: 1 } });
  expect(port('loop.example')).toBeUndefined();
  expect(port('unknown.example')).toBeUndefined();
});

test('a resolver keeps an answer for its TTL and no longer', async () => {
  const { sick, route53 } = world(failover);
  let now = 0;
  const resolver = new CachingResolver(
    route53,
    { now: () => now, sleep: async () => undefined },
    'us-east-1',
  );
  expect((await resolver.resolve('asia.example'))?.port).toBe(1);
  sick.add('a');
  now = 59_999;
  expect((await resolver.resolve('asia.example'))?.port).toBe(1);
  now = 60_000;
  expect((await resolver.resolve('asia.example'))?.port).toBe(2);
  expect(resolver.answers()).toMatchObject([{ name: 'asia.example', chain: ['asia.example', 'europe.elb'] }]);
});
