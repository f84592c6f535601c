import { join } from 'node:path';
import { bundle, lambdaSource } from '../../build/bundle';
import {
  AWS_REGION,
  FunctionHosts,
  hostOf,
} from '../../packages/local-aws/__tests__/world/support/function-hosts';
import { FakeSqs } from '../support/fake-sqs';

test('the miss origin that is deployed sends viewers on to the full origin, and reports the miss', async () => {
  const sqs = new FakeSqs();
  await sqs.start();
  const near = new FunctionHosts(sqs.url);
  const queue = `https://sqs.${AWS_REGION}.amazonaws.com/123456789012/misses`;
  near.deploy({
    name: 'miss-origin',
    code: bundle({ entryPath: join(lambdaSource, 'backfill/signal/miss-origin.ts') }).toString(),
    environment: { MISS_QUEUE_URL: queue, ALLOWED_PREFIXES: '["images/"]' },
    reservedConcurrency: 100,
  });
  near.giveUrls('miss-origin');
  const host = hostOf('miss-origin');
  await near.origins.follow([host]);
  const { status, headers, body } = await near.request(host, '/images/a%20b.png');
  expect([status, headers.location, headers['cache-control'], body]).toEqual([
    307,
    '/.full/images/a%20b.png',
    'no-store',
    '',
  ]);
  expect(sqs.calls).toEqual(['SendMessage']);
  near.close();
  sqs.stop();
});
