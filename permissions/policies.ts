import type { PolicyStatement } from '../modules/iam/policy';
import type { Policies } from '../modules/state/stack-roles';
import type { Permission, PermissionScope, Statements } from './permission';

/** AWS allows 6,144 characters; account ids and ARNs are longer once they are known. */
const SAFE_POLICY_LENGTH = 5000;

/** Policies that let CI plan what needs these permissions. */
export const readPolicies = (permissions: readonly Permission[], scope: PermissionScope): Policies =>
  packed(
    permissions.flatMap(({ read }) => read ?? []),
    scope,
  );

/** Policies that let CI apply it, beside those that let it plan. */
export const writePolicies = (permissions: readonly Permission[], scope: PermissionScope): Policies =>
  packed(
    permissions.flatMap(({ write }) => write ?? []),
    scope,
  );

/** As few managed policies as their size allows: AWS attaches at most ten to a role. */
function packed(statementsOf: readonly Statements[], scope: PermissionScope): Policies {
  const groups: PolicyStatement[][] = [];
  for (const statements of statementsOf.map((of) => of(scope))) {
    const last = groups.at(-1);
    if (last === undefined || JSON.stringify([...last, ...statements]).length > SAFE_POLICY_LENGTH) {
      groups.push([...statements]);
    } else {
      last.push(...statements);
    }
  }
  return Object.fromEntries(groups.map((statements, index) => [String(index + 1), statements]));
}
