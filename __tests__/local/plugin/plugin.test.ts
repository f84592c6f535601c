import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployed, QueueConsumer } from 'local-aws/plugin';
import type { AwsAnswer, AwsCall } from 'local-aws/world/aws-api';
import type { RecordSet } from 'local-aws/world/route53/records';
import { drainsOf } from '../../../local/plugin/drains';
import { messageKey } from '../../../local/plugin/message-key';
import { meridian } from '../../../local/plugin/plugin';
import { TestWorld } from '../../../packages/local-aws/__tests__/edge/support/world';

const STORE = 'arn:aws:cloudfront::123456789012:key-value-store/1';
const BALANCER = 'demo-asia-1.ap-southeast-1.elb.amazonaws.com';
const record = (name: string, failover: RecordSet['failover']): RecordSet => ({
  name,
  type: 'A',
  failover,
  ttlSeconds: 60,
  values: [],
  alias: { name: BALANCER, evaluatesTargetHealth: true },
});

const FILL_WORKER: QueueConsumer = {
  functionArn: 'arn:fill',
  environment: { ALLOWED_PREFIXES: '["images/"]' },
};
const OTHER: QueueConsumer = { functionArn: 'arn:other', environment: { QUEUE_URL: 'q' } };

const directory = mkdtempSync(join(tmpdir(), 'meridian-plugin-'));
afterAll(() => rmSync(directory, { recursive: true }));

const deployed: Deployed = {
  ask: async () => ({ status: 404, headers: new Headers(), body: '' }),
  directory,
  distributions: () => [],
  keyValueStores: () => [],
  records: () => [record('europe.origin.example', 'SECONDARY'), record('asia.origin.example', 'PRIMARY')],
  consumers: () => [FILL_WORKER, OTHER],
};
const plugin = meridian(deployed);
const header = (fields: Record<string, string>) => (name: string) => fields[name];
const find = (key: string, fields: Record<string, string> = {}) =>
  plugin.objects?.({ key, header: header(fields) });

test('a region has the name of the failover record that leads to its load balancer first', () => {
  expect(plugin.regionName?.({ dnsName: BALANCER, awsRegion: 'ap-southeast-1' })).toBe('asia');
  expect(plugin.regionName?.({ dnsName: 'other', awsRegion: 'ap-southeast-1' })).toBeUndefined();
});

describe('the full origin', () => {
  test('has an object for each key below an allowed prefix, the same each time', () => {
    expect(find('images/a.png')).toMatchObject({ contentType: 'image/png' });
    expect(find('images/a.png')).toEqual(find('images/a.png'));
    expect(find('images/broken.png')).toBe('broken');
    expect(find('orders/1')).toBeUndefined();
  });

  test('has the files of its folder', () => {
    mkdirSync(join(directory, 'full-origin', 'images'), { recursive: true });
    writeFileSync(join(directory, 'full-origin', 'images', 'own.txt'), 'own');
    expect(find('images/own.txt')).toMatchObject({ body: Buffer.from('own'), contentType: 'text/plain' });
    expect(find('images/../../outside')).not.toMatchObject({ contentType: 'text/plain' });
  });

  test('says that an object is missing only where it was asked as the full origin', () => {
    expect(find('images/missing.png')).toBeUndefined();
    expect(find('images/missing.png', { 'x-meridian-origin': 'full' })).toBe('missing');
  });

  test('is the host of the origin that the distribution marks', () => {
    const [distribution] = new TestWorld().distributions();
    const [origin] = distribution?.config.origins ?? [];
    if (distribution === undefined || origin === undefined) throw new Error('expected an origin, got none');
    const marked = [{ name: 'X-Meridian-Origin', value: 'full' }];
    const origins = [
      { ...origin, domainName: 'all.example.org', customHeaders: marked },
      { ...origin, domainName: 'asia.example.org', customHeaders: [] },
    ];
    const distributions = () => [{ ...distribution, config: { ...distribution.config, origins } }];
    expect(meridian({ ...deployed, distributions }).outside?.hosts()).toEqual(['all.example.org']);
  });
});

test('the source of the fill worker is on this machine, and other functions have what is deployed', async () => {
  const doorTo = async (url: string) => url.replace('https://media.example', 'http://127.0.0.1:1');
  const deployedVariables = { SOURCE_URL: 'https://media.example/.full', SOURCE_MAY_BE_PRIVATE: 'false' };
  expect(await plugin.environmentOf?.(deployedVariables, doorTo)).toEqual({
    SOURCE_URL: 'http://127.0.0.1:1/.full',
    SOURCE_MAY_BE_PRIVATE: 'true',
  });
  expect(await plugin.environmentOf?.({ QUEUE_URL: 'q' }, doorTo)).toEqual({});
});

test('who asks for the full origin is the fill worker', () => {
  const asked = {
    id: '',
    method: 'GET',
    query: '',
    headers: new Map(),
    body: Buffer.alloc(0),
    ip: '',
  } as const;
  const by = (uri: string) => plugin.requester?.({ ...asked, uri, scheme: 'https', httpVersion: '1.1' });
  expect(by('/.full/images/a.png')).toBe('Fill worker');
  expect(by('/.fuller')).toBeUndefined();
});

test.each([
  ['{"version":1,"key":"images/a.png"}', 'images/a.png'],
  ['no JSON', undefined],
  ['"text"', undefined],
  ['null', undefined],
  ['{"key": 1}', undefined],
])('the message %s is about %s', (body, key) => {
  expect(messageKey(body)).toBe(key);
});

describe('drains', () => {
  const items = new Map<string, string>();
  const calls: AwsCall[] = [];
  const ask = async (call: AwsCall): Promise<AwsAnswer> => {
    calls.push(call);
    const key = /\/keys\/(\w+)$/.exec(call.path)?.[1];
    if (key !== undefined && call.method === 'PUT') items.set(key, JSON.parse(call.body ?? '').Value);
    if (key !== undefined && call.method === 'DELETE') items.delete(key);
    const Items = [...items].map(([Key, Value]) => ({ Key, Value }));
    return { status: 200, headers: new Headers({ etag: 'KV1' }), body: JSON.stringify({ Items }) };
  };
  const { drain, drained } = drainsOf({ ask, keyValueStores: () => [STORE] });

  test('write the key value store that the edge reads, behind its ETag', async () => {
    await drain('asia', true);
    expect(items).toEqual(new Map([['asia', 'drained']]));
    expect(calls.at(-1)?.headers).toMatchObject({ 'if-match': 'KV1' });
    expect(await drained()).toEqual(['asia']);
    await drain('asia', false);
    expect(await drained()).toEqual([]);
  });

  test('end only where there is one', async () => {
    calls.length = 0;
    await drain('asia', false);
    expect(calls.some(({ method }) => method === 'DELETE')).toBe(false);
  });

  test('need a key value store', async () => {
    const none = drainsOf({ ask, keyValueStores: () => [] });
    expect(await none.drained()).toEqual([]);
    await expect(none.drain('asia', true)).rejects.toThrow('the edge has no key value store');
  });
});
