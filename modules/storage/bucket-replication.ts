import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { ServiceRole } from '../iam/service-role';
import { bucketReplicaStatements, bucketSourceStatements, type GrantedBucket } from './bucket-grants';

/** A versioned bucket that copies are made of, or in. */
export interface ReplicatedBucket {
  readonly bucketName: string;
  readonly awsRegion: string;
  /** Provider of the AWS region. @default - the stack's own */
  readonly provider?: TerraformProvider | undefined;
  /** Key of its objects. */
  readonly encryptionKeyArn: string;
}

export interface BucketReplicationProps {
  /** Start of the role's name. */
  readonly name: string;
  readonly source: ReplicatedBucket;
  /** By the name of the rule; at least one. */
  readonly destinations: Readonly<Record<string, ReplicatedBucket>>;
}

const ENABLED = { status: 'Enabled' };
/** What S3's Replication Time Control promises; it knows no other value. */
const RTC = { minutes: 15 };

/**
 * Copies of whatever is written to a bucket from now on, within 15 minutes, deletions (not those of single versions) and
 * changes of tags included. S3 copies no copies, so two buckets may copy from each other.
 *
 * A bucket has one list of such rules, and this is it.
 */
export class BucketReplication extends Construct {
  constructor(scope: Construct, id: string, { name, source, destinations }: BucketReplicationProps) {
    super(scope, id);
    const role = new ServiceRole(this, 'role', {
      namePrefix: `${name}-replica`,
      description: `Copies objects of ${name} to other AWS regions`,
      services: ['s3.amazonaws.com'],
      statements: [
        ...bucketSourceStatements(granted(source)),
        ...Object.values(destinations).flatMap((destination) =>
          bucketReplicaStatements(granted(destination)),
        ),
      ],
    });
    new S3BucketReplicationConfigurationA(this, 'replication', {
      bucket: source.bucketName,
      role: role.arn,
      rule: Object.entries(destinations).map(([rule, { bucketName, encryptionKeyArn }], index) => ({
        id: rule,
        status: 'Enabled',
        priority: index + 1,
        filter: {},
        deleteMarkerReplication: ENABLED,
        sourceSelectionCriteria: { replicaModifications: ENABLED, sseKmsEncryptedObjects: ENABLED },
        destination: {
          bucket: arnOf(bucketName),
          encryptionConfiguration: { replicaKmsKeyId: encryptionKeyArn },
          replicationTime: { ...ENABLED, time: RTC },
          metrics: { ...ENABLED, eventThreshold: RTC },
        },
      })),
      provider: source.provider,
    });
  }
}

const arnOf = (bucketName: string) => `arn:aws:s3:::${bucketName}`;

const granted = ({ bucketName, awsRegion, encryptionKeyArn }: ReplicatedBucket): GrantedBucket => ({
  arn: arnOf(bucketName),
  awsRegion,
  encryptionKeyArn,
});
