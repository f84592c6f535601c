import type { Document } from '../../config/document';
import type { PermissionScope } from '../../permissions/permission';
import { readPolicies, writePolicies } from '../../permissions/policies';
import type { PlannedStack } from '../../stacks/stack-kind';
import type { PolicyJson } from '../support/policy';
import { ACCOUNT } from './actions';

export const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;

/** What a stack's roles may do: planning, and applying beside that. */
export function policiesOf(
  document: Document,
  { id, kind, awsRegions, recordNames, resourceNames }: PlannedStack,
): { readonly read: PolicyJson[]; readonly write: PolicyJson[] } {
  const scope: PermissionScope = {
    stackId: id,
    awsRegions,
    recordNames,
    resourceNames,
    deployment: document.deployment,
    accountId: ACCOUNT,
    stateBucketArn: `arn:aws:s3:::${document.state.bucketName}`,
    roleBoundaryArn: BOUNDARY,
    deletionProtection: document.deletionProtection,
  };
  return {
    read: asJson(readPolicies(kind.permissions, scope)),
    write: asJson(writePolicies(kind.permissions, scope)),
  };
}

function asJson(policies: ReturnType<typeof readPolicies>): PolicyJson[] {
  return Object.values(policies).map((statements) => ({
    Version: '2012-10-17',
    Statement: statements.map(({ effect = 'Allow', actions, resources, conditions }) => ({
      Effect: effect,
      Action: actions,
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  }));
}
