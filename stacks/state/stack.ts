import type { Construct } from 'constructs';
import { publish } from '../../modules/contract/stack-contract';
import { Caller } from '../../modules/iam/caller';
import { StateBucket } from '../../modules/state/state-bucket';
import { surround } from '../../modules/surroundings';
import { PlatformStack, stateKeyAlias } from '../platform-stack';
import type { PlatformStackProps } from '../stack-kind';
import { stateContract } from './contract';
import { copyOfStates, topicOfStates } from './replica';
import { boundariesOfStacks, rolesOfStacks } from './roles';

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
    const { awsRegion, deletionProtection, replicaAwsRegion } = state;
    surround(this, { awsRegion, deletionProtection });
    const { accountId } = new Caller(this, 'caller');

    const bucket = new StateBucket(this, 'bucket', {
      bucketName: state.bucketName,
      keyAlias: stateKeyAlias(this.document).replace(/^alias\//, ''),
      accessLogBucketPrefix: `${deployment}-state-access-logs`,
    });
    boundariesOfStacks(this, { ...props, accountId, bucket });
    if (replicaAwsRegion !== undefined) {
      surround(this, { alarmTopicArn: topicOfStates(this, deployment, this.alarmEmail) });
      copyOfStates(this, {
        document: this.document,
        states: bucket,
        awsRegion: replicaAwsRegion,
        provider: this.awsProvider('replica', replicaAwsRegion),
        email: this.alarmEmail,
      });
    }
    const roles =
      ciRepository === undefined
        ? []
        : rolesOfStacks(this, {
            ...props,
            repository: ciRepository,
            accountId,
            bucket,
          });

    publish(this, stateContract, {
      ciRepository: ciRepository ?? '',
      planRoleArns: Object.fromEntries(roles.map(([id, { planRoleArn }]) => [id, planRoleArn])),
      applyRoleArns: Object.fromEntries(roles.map(([id, { applyRoleArn }]) => [id, applyRoleArn])),
    });
  }
}
