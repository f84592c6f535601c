import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { EncryptionKey } from '../encryption/encryption-key';
import { Caller } from '../iam/caller';
import { type PolicyStatement, policyDocument } from '../iam/policy';
import { PrivateBucket } from '../storage/private-bucket';
import { surround, surroundings } from '../surroundings';
import { noDeletion, type StateBucket } from './state-bucket';

export interface StateReplicaProps {
  readonly states: StateBucket;
  /** Whole name of the copy. */
  readonly bucketName: string;
  /** Alias of its key, without `alias/`, and name of the role that copies. */
  readonly name: string;
  /** Another AWS region than that of the states. */
  readonly awsRegion: string;
  readonly provider: TerraformProvider;
}

/**
 * A copy of every state in a second AWS region, minutes behind, for the day on which the first one is gone.
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
    surround(copy, { encryptionKeyArn: key.arn });
    const bucket = new PrivateBucket(copy, 'states', {
      bucketName: props.bucketName,
      noncurrentVersionDays: 365,
      statements: (bucketArn) => (surroundings(this).deletionProtection ? [noDeletion(bucketArn)] : []),
    });

    const { accountId } = new Caller(this, 'caller');
    // Beside the roles of CI, where no stack's apply role can touch it.
    const role = new IamRole(this, 'role', {
      name,
      path: '/ci/',
      description: 'Copies Terraform states to another AWS region.',
      assumeRolePolicy: policyDocument([
        {
          principals: { Service: 's3.amazonaws.com' },
          actions: ['sts:AssumeRole'],
          resources: [],
          conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
        },
      ]),
    });
    const permissions = new IamRolePolicy(this, 'permissions', {
      role: role.name,
      name: 'replication',
      policy: policyDocument(replicates(states, { arn: bucket.arn, encryptionKeyArn: key.arn, awsRegion })),
    });
    new S3BucketReplicationConfigurationA(this, 'replication', {
      bucket: states.versionedBucketName,
      role: role.arn,
      rule: [
        {
          id: 'states',
          status: 'Enabled',
          priority: 1,
          filter: { prefix: '' },
          deleteMarkerReplication: { status: 'Disabled' },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
          destination: {
            bucket: `arn:aws:s3:::${bucket.versionedBucketName}`,
            encryptionConfiguration: { replicaKmsKeyId: key.arn },
          },
        },
      ],
      dependsOn: [permissions],
    });
  }
}

interface Encrypted {
  readonly arn: string;
  readonly encryptionKeyArn: string;
  readonly awsRegion: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html */
function replicates(from: Encrypted, to: Encrypted): PolicyStatement[] {
  const through = ({ awsRegion }: Encrypted) => ({
    StringEquals: { 'kms:ViaService': `s3.${awsRegion}.amazonaws.com` },
  });
  return [
    { actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: [from.arn] },
    {
      actions: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
      resources: [`${from.arn}/*`],
    },
    { actions: ['s3:ReplicateObject', 's3:ReplicateTags'], resources: [`${to.arn}/*`] },
    { actions: ['kms:Decrypt'], resources: [from.encryptionKeyArn], conditions: through(from) },
    {
      actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
      resources: [to.encryptionKeyArn],
      conditions: through(to),
    },
  ];
}
