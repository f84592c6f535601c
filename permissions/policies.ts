import type { PolicyStatement } from '../modules/iam/policy';
import type { Policies } from '../modules/state/stack-roles';
import type { Permission, PermissionScope, RoleScope } from './permission';

/** AWS allows 6,144 characters; account ids and ARNs are longer once they are known. */
const SAFE_POLICY_LENGTH = 5000;

/** Policies that let CI plan what needs these permissions. */
export const readPolicies = (permissions: readonly Permission[], scope: PermissionScope): Policies =>
  packed(permissions.map(({ read }) => read?.(scope) ?? []));

/** Policies that let CI apply it, beside those that let it plan. */
export const writePolicies = (permissions: readonly Permission[], scope: PermissionScope): Policies =>
  packed(
    permissions.map(({ write, join }) => [
      ...(write?.(scope) ?? []).map((statement) => ofNoOtherStack(statement, scope)),
      ...(join?.(scope) ?? []),
    ]),
  );

/** The most that a role made by a stack with these permissions may do. */
export const roleBoundary = (permissions: readonly Permission[], scope: RoleScope): PolicyStatement[] =>
  permissions.flatMap(({ use }) => use?.(scope) ?? []);

/**
 * Names are shared by a deployment, and some resources have none; the tag that every resource carries tells its stacks
 * apart. What has no tag is new, or of a type that AWS does not ask for tags: names and regions have to tell.
 */
function ofNoOtherStack(statement: PolicyStatement, { stackId }: PermissionScope): PolicyStatement {
  const { effect, conditions } = statement;
  if (effect === 'Deny') return statement;
  return {
    ...statement,
    conditions: {
      ...conditions,
      StringEqualsIfExists: { ...conditions?.StringEqualsIfExists, 'aws:ResourceTag/stack': stackId },
    },
  };
}

/** As few managed policies as their size allows: AWS attaches at most ten to a role. */
function packed(groups: readonly PolicyStatement[][]): Policies {
  const policies: PolicyStatement[][] = [];
  for (const statements of groups) {
    const last = policies.at(-1);
    if (last === undefined || lengthOf([...last, ...statements]) > SAFE_POLICY_LENGTH) {
      policies.push([...statements]);
    } else {
      last.push(...statements);
    }
  }
  return Object.fromEntries(policies.map((statements, index) => [String(index + 1), statements]));
}

/** Numbers of tokens follow from what was made before them, such as the stacks of another document: their digits count alike. */
const lengthOf = (statements: readonly PolicyStatement[]) =>
  JSON.stringify(statements).replaceAll(/\bTOKEN\.\d+/g, 'TOKEN.0000').length;
