import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMoto } from 'local-aws/setup/moto';
import { LOCAL_DIRECTORY } from '../../local/directory';
import { run } from './command';

/**
 * Random suites of the code that runs in AWS and of the deployed routing, of which `npm test` runs fewer cases; and suites
 * that need Python or Terraform. All cases, and the 10,000 servers of `random-servers`, are left to a command (docs/decisions/0035-what-ci-runs.md).
 */
const SUITES: readonly string[] = [
  '__tests__/failover/independence.test.ts',
  '__tests__/lambda-src/backfill/queue/signature.test.ts',
  '__tests__/lambda-src/backfill/signal/miss-faults.test.ts',
  '__tests__/lambda-src/backfill/hostile-paths.test.ts',
  '__tests__/lambda-src/backfill/forged-requests.test.ts',
  '__tests__/lambda-src/backfill-faults/faults.test.ts',
  '__tests__/lambda-src/backfill-faults/against-moto.test.ts',
  '__tests__/lambda-src/backfill-order/order.test.ts',
  '__tests__/local/edge/regions.test.ts',
  '__tests__/preflight/against-moto.test.ts',
  '__tests__/review/against-terraform.test.ts',
  '__tests__/review/seal.test.ts',
  '__tests__/review/traffic/effect.test.ts',
  '__tests__/stacks/random-platforms.test.ts',
  '__tests__/walk/kinds.test.ts',
  'packages/local-aws/__tests__/iam/against-moto.test.ts',
  'packages/local-aws/__tests__/journal/against-moto.test.ts',
  'packages/local-aws/__tests__/setup/moto-from-index.test.ts',
];

/** What takes a processor for minutes, and nothing of the deployment. */
export function longerSuites(): void {
  test('the random suites, and those that need Python or Terraform, hold in as many cases as CI runs', async () => {
    const { exitCode, output } = await run(`MERIDIAN_FULL=ci npx jest ${SUITES.join(' ')}`, 20);

    assert.equal(exitCode, 0);
    assert.match(output, new RegExp(`Test Suites: ${SUITES.length} passed, ${SUITES.length} total`));
  });

  test('the corrections to moto keep what they promise', async () => {
    const { command } = await findMoto({ directory: LOCAL_DIRECTORY });
    const { exitCode } = await run(`${command} -m unittest discover -s packages/local-aws/__tests__/moto`, 6);

    assert.equal(exitCode, 0);
  });
}
