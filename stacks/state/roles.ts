import type { Construct } from 'constructs';
import { roleBoundaryArn } from '../../modules/iam/service-role';
import { GithubIdentity } from '../../modules/state/github-identity';
import { RoleBoundary } from '../../modules/state/role-boundary';
import { StackRoles } from '../../modules/state/stack-roles';
import type { StateBucket } from '../../modules/state/state-bucket';
import type { PermissionScope } from '../../permissions/permission';
import { readPolicies, roleBoundary, writePolicies } from '../../permissions/policies';
import { makesRoles, roleBoundaryName } from '../platform-stack';
import { stateKey } from '../stack-ids';
import type { PlannedStack, PlatformStackProps } from '../stack-kind';

export interface BoundariesOfStacksProps extends Pick<PlatformStackProps, 'document' | 'platform'> {
  readonly accountId: string;
  readonly bucket: StateBucket;
}

export interface RolesOfStacksProps extends BoundariesOfStacksProps {
  /** Repository whose workflows assume the roles, as GitHub's tokens name it. */
  readonly repository: string;
}

/** What bounds the roles of each stack that makes some. */
export function boundariesOfStacks(scope: Construct, props: BoundariesOfStacksProps): void {
  for (const stack of props.platform.filter(makesRoles)) {
    new RoleBoundary(scope, `role-boundary-${stack.id}`, {
      name: roleBoundaryName(stack.id),
      statements: roleBoundary(stack.kind.permissions, scopeOf(stack, props)),
    });
  }
}

/** Roles of CI by stack id: one that plans, and one that applies, with what the stack's kind may do. */
export function rolesOfStacks(scope: Construct, props: RolesOfStacksProps): [string, StackRoles][] {
  const { document, platform, repository, bucket } = props;
  const { providerArn } = new GithubIdentity(scope, 'github', {
    providerArn: document.ciIdentityProviderArn,
  });
  return platform.map((stack) => {
    const { id, kind, reads } = stack;
    const limits = scopeOf(stack, props);
    const made = new StackRoles(scope, `roles-${id}`, {
      stackId: id,
      repository,
      identityProviderArn: providerArn,
      stateBucket: bucket,
      stateKeys: { own: stateKey(id), upstream: reads.map(stateKey) },
      readPolicies: readPolicies(kind.permissions, limits),
      writePolicies: writePolicies(kind.permissions, limits),
    });
    return [id, made];
  });
}

function scopeOf(
  stack: PlannedStack,
  { document, accountId, bucket }: BoundariesOfStacksProps,
): PermissionScope {
  const { id, awsRegions, deletionProtection, recordNames, resourceNames } = stack;
  return {
    stackId: id,
    awsRegions,
    recordNames,
    resourceNames,
    deployment: document.deployment,
    accountId,
    stateBucketArn: bucket.arn,
    roleBoundaryArn: roleBoundaryArn(accountId, roleBoundaryName(id)),
    deletionProtection,
  };
}
