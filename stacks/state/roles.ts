import type { Construct } from 'constructs';
import { GithubIdentity } from '../../modules/state/github-identity';
import { StackRoles } from '../../modules/state/stack-roles';
import type { StateBucket } from '../../modules/state/state-bucket';
import { readPolicies, writePolicies } from '../../permissions/policies';
import { stateKey } from '../stack-ids';
import type { PlatformStackProps } from '../stack-kind';

export interface RolesOfStacksProps extends Pick<PlatformStackProps, 'document' | 'platform'> {
  /** Repository (`owner/name`) whose workflows assume the roles. */
  readonly repository: string;
  readonly accountId: string;
  readonly bucket: StateBucket;
  readonly roleBoundaryArn: string;
}

/** Roles of CI by stack id: one that plans, and one that applies, with what the stack's kind may do. */
export function rolesOfStacks(scope: Construct, props: RolesOfStacksProps): [string, StackRoles][] {
  const { document, platform, repository, bucket } = props;
  const { providerArn } = new GithubIdentity(scope, 'github', {
    providerArn: document.ciIdentityProviderArn,
  });
  return platform.map(({ id, kind, awsRegions, recordNames, reads }) => {
    const permissionScope = {
      stackId: id,
      awsRegions,
      recordNames,
      deployment: document.deployment,
      accountId: props.accountId,
      stateBucketArn: bucket.arn,
      roleBoundaryArn: props.roleBoundaryArn,
      deletionProtection: document.deletionProtection,
    };
    const roles = new StackRoles(scope, `roles-${id}`, {
      stackId: id,
      repository,
      identityProviderArn: providerArn,
      stateBucket: bucket,
      stateKeys: { own: stateKey(id), upstream: reads.map(stateKey) },
      readPolicies: readPolicies(kind.permissions, permissionScope),
      writePolicies: writePolicies(kind.permissions, permissionScope),
    });
    return [id, roles];
  });
}
