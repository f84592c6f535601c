import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPLICA_READER } from 'local-aws/router/faults';
import { WORLD_READER } from 'local-aws/world/aws-api';
import { AwsCalls, PROBE } from '../../drills/aws-calls';

const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const log = join(folder, 'router.log');
const write = (call: object) => {
  const entry = { service: 's3', region: 'us-east-1', method: 'GET', path: '/', agent: 'terraform', ...call };
  appendFileSync(log, `${JSON.stringify(entry)}\n`);
};

test('calls to control planes and reads of states are told, from the moment on at which the watch began', () => {
  write({ service: 'route53', path: '/2013-04-01/hostedzone' });
  const calls = new AwsCalls(log);
  write({ service: 'rds', method: 'POST', action: 'DescribeGlobalClusters' });
  write({ path: '/states/demo-global.tfstate' });
  write({ path: '/media/images/a.png' });
  write({ service: 'sqs', method: 'POST', action: 'SendMessage' });

  expect(calls.ofControlPlanes()).toEqual([
    'rds DescribeGlobalClusters',
    's3 GET /states/demo-global.tfstate',
  ]);
});

test('what the local world reads for itself is no call of the platform', () => {
  const calls = new AwsCalls(log);
  for (const agent of [WORLD_READER, REPLICA_READER, PROBE]) {
    write({ service: 'route53', path: '/2013-04-01/healthcheck', agent });
  }
  write({ service: '', path: '/_local/health' });

  expect(calls.ofControlPlanes()).toEqual([]);
});
