import type { AccessLogEntry } from '../../router/access-log';
import { REPLICA_READER } from '../../router/faults';
import { UsedRegions } from '../../router/used-regions';
import { WORLD_READER } from '../../world/aws-api';

const entry = (region: string, more: Partial<AccessLogEntry> = {}): AccessLogEntry => ({
  time: '',
  service: 'sqs',
  region,
  method: 'POST',
  path: '/',
  status: 200,
  milliseconds: 1,
  by: 'moto',
  ...more,
});

test('AWS regions are used that somebody but the local AWS itself has asked, and every entry is logged', () => {
  const logged: AccessLogEntry[] = [];
  const regions = new UsedRegions();
  const log = regions.seen((one) => logged.push(one));
  log(entry('eu-west-1', { agent: 'Terraform' }));
  log(entry('eu-west-1'));
  log(entry('us-west-1', { service: '' }));
  log(entry('us-west-2', { agent: WORLD_READER }));
  log(entry('sa-east-1', { agent: REPLICA_READER }));
  expect(regions.all()).toEqual(['eu-west-1']);
  expect(logged).toHaveLength(5);
});
