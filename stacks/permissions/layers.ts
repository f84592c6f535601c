import type { PolicyStatement } from '../../modules/iam/policy';
import type { Policies } from '../../modules/state/stack-roles';
import { READS } from './reads';
import type { PermissionLayer, PermissionScope, Statements } from './scope';
import { WRITES } from './writes';

type ReadTopic = keyof typeof READS;
type WriteTopic = keyof typeof WRITES;

const SHARED = ['alarms', 'buckets', 'keys', 'logs'] as const;

/** Layer → what it is made of. A layer that gets a new service gets it here, through an administrator. */
const LAYERS: Readonly<
  Record<PermissionLayer, { reads: readonly ReadTopic[]; writes: readonly WriteTopic[] }>
> = {
  // What CI may do is changed by an administrator, never by CI: no write of `identity`.
  state: { reads: ['buckets', 'identity', 'keys'], writes: ['buckets', 'keys'] },
  global: {
    reads: [...SHARED, 'certificates', 'edge', 'names', 'secrets'],
    writes: [
      ...SHARED,
      'certificates',
      'edge',
      'firewall',
      'names',
      'secrets',
      'serviceLinkedRoles',
      'siblings',
    ],
  },
  region: {
    reads: [...SHARED, 'certificates', 'compute', 'database', 'identity', 'names', 'network', 'secrets'],
    writes: [
      ...SHARED,
      'certificates',
      'compute',
      'database',
      'identity',
      'names',
      'network',
      'secrets',
      'serviceLinkedRoles',
      'siblings',
    ],
  },
  backfill: {
    reads: [...SHARED, 'certificates', 'edge', 'functions', 'identity', 'names', 'secrets'],
    writes: [...SHARED, 'edge', 'functions', 'identity', 'names', 'serviceLinkedRoles', 'siblings'],
  },
};

/** Packs topics into as few managed policies as their size allows: AWS attaches at most ten to a role. */
function packed(topics: readonly Statements[], scope: PermissionScope): Policies {
  const groups: PolicyStatement[][] = [];
  for (const statements of topics.map((topic) => topic(scope))) {
    const last = groups.at(-1);
    if (last === undefined || JSON.stringify([...last, ...statements]).length > SAFE_POLICY_LENGTH) {
      groups.push(statements);
    } else {
      last.push(...statements);
    }
  }
  return Object.fromEntries(groups.map((statements, index) => [String(index + 1), statements]));
}

/** AWS allows 6,144 characters; account ids and ARNs are longer once they are known. */
const SAFE_POLICY_LENGTH = 5000;

export const readPolicies = (scope: PermissionScope) =>
  packed(
    LAYERS[scope.layer].reads.map((topic) => READS[topic]),
    scope,
  );

export const writePolicies = (scope: PermissionScope) =>
  packed(
    LAYERS[scope.layer].writes.map((topic) => WRITES[topic]),
    scope,
  );
