import { type Fault, Faults, REPLICA_READER } from '../../router/faults';
import type { RequestHead } from '../../router/request';

const FAULT: Fault = { name: 'f', services: [], awsRegions: [], plane: 'all', share: 1, status: 503 };

const head = (service: string, path = '/', more: Partial<RequestHead> = {}): RequestHead => ({
  service,
  region: 'us-east-1',
  method: 'GET',
  path,
  search: '',
  query: new URLSearchParams(),
  headers: {},
  proxied: false,
  ...more,
});

function refusing(fault: Partial<Fault>, random?: () => number): Faults {
  const faults = new Faults(random);
  faults.refuse({ ...FAULT, ...fault });
  return faults;
}

test('a fault refuses its services in its AWS regions, and nothing else', () => {
  const faults = refusing({ services: ['sqs'], awsRegions: ['eu-central-1'] });

  expect(faults.refusal(head('sqs', '/', { region: 'eu-central-1' }), 'SendMessage')?.status).toBe(503);
  expect(faults.refusal(head('sqs'), 'SendMessage')).toBeUndefined();
  expect(faults.refusal(head('s3', '/', { region: 'eu-central-1' }), undefined)).toBeUndefined();
});

test('control planes can be down while data planes work', () => {
  const faults = refusing({ plane: 'control' });

  expect(faults.refusal(head('s3', '/bucket'), undefined)?.status).toBe(503);
  expect(faults.refusal(head('s3', '/bucket/key'), undefined)).toBeUndefined();
});

test('S3 asks its callers to slow down, in its own words', () => {
  expect(String(refusing({}).refusal(head('s3', '/b/k'), undefined)?.body)).toContain(
    '<Code>SlowDown</Code>',
  );
});

test('a share refuses some of the requests', () => {
  const randoms = [0.2, 0.7];
  const faults = refusing({ share: 0.5 }, () => randoms.shift() ?? 0);

  expect(faults.refusal(head('s3'), undefined)).toBeDefined();
  expect(faults.refusal(head('s3'), undefined)).toBeUndefined();
});

test('what edge locations have already got, and what nobody signed, is never refused', () => {
  const faults = refusing({});

  const replica = head('lambda', '/', { headers: { 'user-agent': REPLICA_READER } });
  expect(faults.refusal(replica, undefined)).toBeUndefined();
  expect(faults.refusal(head(''), undefined)).toBeUndefined();
});

test('a fault ends by its name, once', () => {
  const faults = refusing({ name: 'sqs down' });

  expect([faults.allow('sqs down'), faults.allow('sqs down')]).toEqual([true, false]);
  expect(faults.refusal(head('sqs'), 'SendMessage')).toBeUndefined();
});
