import type { Construct } from 'constructs';
import { publish } from '../../modules/contract/stack-contract';
import { Caller } from '../../modules/iam/caller';
import { RoleBoundary } from '../../modules/state/role-boundary';
import { StateBucket } from '../../modules/state/state-bucket';
import { surround } from '../../modules/surroundings';
import { roleBoundaryStatements } from '../../permissions/role-boundary';
import { PlatformStack, roleBoundaryName, stateKeyAlias } from '../platform-stack';
import type { PlatformStackProps } from '../stack-kind';
import { stateContract } from './contract';
import { rolesOfStacks } from './roles';

/**
 * Where every state lies, and who may plan and apply what.
 *
 * Applied before any other stack, by an administrator: see `npx meridian bootstrap`. CI may change the bucket, but not what
 * CI may do.
 */
export class StateStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { ciRepository, deployment, state } = this.document;
    const { awsRegion, deletionProtection } = state;
    surround(this, { awsRegion, deletionProtection });
    const { accountId } = new Caller(this, 'caller');

    const bucket = new StateBucket(this, 'bucket', {
      bucketName: state.bucketName,
      keyAlias: stateKeyAlias(this.document).replace(/^alias\//, ''),
      accessLogBucketPrefix: `${deployment}-state-access-logs`,
    });
    const roleBoundary = new RoleBoundary(this, 'role-boundary', {
      name: roleBoundaryName(this.document),
      statements: roleBoundaryStatements({ accountId, deployment, stateBucketArn: bucket.arn }),
    });
    const roles =
      ciRepository === undefined
        ? []
        : rolesOfStacks(this, {
            ...props,
            repository: ciRepository,
            accountId,
            bucket,
            roleBoundaryArn: roleBoundary.arn,
          });

    publish(this, stateContract, {
      planRoleArns: Object.fromEntries(roles.map(([id, { planRoleArn }]) => [id, planRoleArn])),
      applyRoleArns: Object.fromEntries(roles.map(([id, { applyRoleArn }]) => [id, applyRoleArn])),
    });
  }
}
