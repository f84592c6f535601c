import assert from 'node:assert/strict';
import { localAccessReport } from '../../local/access-report';

const nameOf = (identity: string) => identity.split('/').at(-1) ?? identity;

/**
 * Roles have asked since the local AWS was started, each for something that it may do. Prints for each how many
 * permissions it was asked for, and how many of those that it was granted it used.
 *
 * @param expected Ends of the names of roles that must have asked.
 */
export async function assertNothingDenied(expected: readonly string[]): Promise<void> {
  const { mode, identities, unknown } = await localAccessReport();
  assert.equal(mode, 'enforce');
  for (const { identity, checked, used, unused } of identities) {
    console.log(
      `  ${nameOf(identity)}: ${checked} checked, ${used.length} grants used, ${unused.length} not used`,
    );
  }
  const denied = identities.flatMap(({ identity, denied }) =>
    denied.map(({ action, resource, reason }) => `${nameOf(identity)}: ${action} on ${resource}: ${reason}`),
  );
  assert.deepEqual(denied, []);
  assert.deepEqual(unknown, []);
  const missing = expected.filter((end) => !identities.some(({ identity }) => identity.endsWith(end)));
  assert.deepEqual(missing, []);
}
