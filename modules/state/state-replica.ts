import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { EncryptionKey } from '../encryption/encryption-key';
import { CI_PATH } from '../iam/ci-role';
import { policyDocument } from '../iam/policy';
import { bucketReplicaStatements, bucketSourceStatements } from '../storage/bucket-grants';
import { PrivateBucket } from '../storage/private-bucket';
import { alarmOfFailedCopies, alarmOfLateCopies, REPLICATION_TIME } from '../storage/replication-alarms';
import { surround, surroundings } from '../surroundings';
import { noDeletion, type StateBucket } from './state-bucket';

const RULE = 'states';

/** Of the copy's role, whose passing on CI is granted, and of what else is made for the copy. */
export const stateReplicaName = (deployment: string) => `${deployment}-state-replica`;

export interface StateReplicaProps {
  readonly states: StateBucket;
  /** Whole name of the copy. */
  readonly bucketName: string;
  /** Alias of its key, without `alias/`, name of the role that copies, and start of the alarms'. */
  readonly name: string;
  /** Another AWS region than that of the states. */
  readonly awsRegion: string;
  readonly provider: TerraformProvider;
  /** Topic in that AWS region, which is told of copies that are late. */
  readonly alarmTopicArn: string;
}

/**
 * A copy of every state in a second AWS region, 15 minutes behind at most, for the day on which the first one is gone, with
 * alarms for states that are not copied and for copies that are late.
 *
 * Nothing reads it: a backend is led there by hand. Deletions are not copied, so that a state that somebody deletes is still there.
 */
export class StateReplica extends Construct {
  constructor(scope: Construct, id: string, props: StateReplicaProps) {
    super(scope, id);
    const { states, name, awsRegion, provider } = props;
    const copy = new Construct(this, 'copy');
    surround(copy, { awsRegion, provider });
    const key = new EncryptionKey(copy, 'key', { alias: name, description: 'Copies of Terraform states.' });
    surround(copy, { encryptionKeyArn: key.arn, alarmTopicArn: props.alarmTopicArn });
    const bucket = new PrivateBucket(copy, 'states', {
      bucketName: props.bucketName,
      noncurrentVersionDays: 365,
      statements: (bucketArn) => (surroundings(this).deletionProtection ? [noDeletion(bucketArn)] : []),
    });

    const { accountId } = states;
    // Beside the roles of CI, where no stack's apply role can touch it.
    const role = new IamRole(this, 'role', {
      name,
      path: CI_PATH,
      description: 'Copies Terraform states to another AWS region.',
      assumeRolePolicy: policyDocument([
        {
          principals: { Service: 's3.amazonaws.com' },
          actions: ['sts:AssumeRole'],
          // As AWS documents it, without conditions: nothing says that replication sends a key to ask for.
          resources: [],
        },
      ]),
    });
    const permissions = new IamRolePolicy(this, 'permissions', {
      role: role.name,
      name: 'replication',
      policy: policyDocument([
        ...bucketSourceStatements(states),
        ...bucketReplicaStatements(
          { arn: bucket.arn, encryptionKeyArn: key.arn, awsRegion, accountId },
          { deletions: false },
        ),
      ]),
    });
    new S3BucketReplicationConfigurationA(this, 'replication', {
      bucket: states.versionedBucketName,
      role: role.arn,
      rule: [
        {
          id: RULE,
          status: 'Enabled',
          priority: 1,
          filter: { prefix: '' },
          deleteMarkerReplication: { status: 'Disabled' },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
          destination: {
            bucket: `arn:aws:s3:::${bucket.versionedBucketName}`,
            encryptionConfiguration: { replicaKmsKeyId: key.arn },
            replicationTime: { status: 'Enabled', time: REPLICATION_TIME },
            metrics: { status: 'Enabled', eventThreshold: REPLICATION_TIME },
          },
        },
      ],
      dependsOn: [permissions],
    });
    const watched = {
      name,
      rule: RULE,
      sourceBucketName: states.bucketName,
      destinationBucketName: bucket.bucketName,
    };
    alarmOfFailedCopies(this, 'failed', watched);
    alarmOfLateCopies(copy, 'late', watched, REPLICATION_TIME.minutes * 60);
  }
}
