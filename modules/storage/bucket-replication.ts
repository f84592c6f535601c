import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { Construct } from 'constructs';
import { ServiceRole } from '../iam/service-role';
import { bucketReplicaStatements, bucketSourceStatements, type GrantedBucket } from './bucket-grants';
import { REPLICATION_TIME, ReplicationAlarms, type WatchedBucket } from './replication-alarms';

/** A versioned bucket that copies are made of, or in. */
export interface ReplicatedBucket extends WatchedBucket {
  /** Key of its objects. */
  readonly encryptionKeyArn: string;
}

export interface BucketReplicationProps {
  /** Start of the role's name. */
  readonly name: string;
  /** Start of the alarms' names. */
  readonly alarmPrefix: string;
  readonly source: ReplicatedBucket;
  /** By the name of the rule; at least one. */
  readonly destinations: Readonly<Record<string, ReplicatedBucket>>;
}

const ENABLED = { status: 'Enabled' };

/**
 * Copies of whatever is written to a bucket from now on, within 15 minutes, deletions (not those of single versions) and
 * changes of tags included, with alarms for what fails and what is late. S3 copies no copies, so two buckets may copy from each other.
 *
 * A bucket has one list of such rules, and this is it.
 */
export class BucketReplication extends Construct {
  constructor(scope: Construct, id: string, props: BucketReplicationProps) {
    super(scope, id);
    const { name, alarmPrefix, source, destinations } = props;
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
          replicationTime: { ...ENABLED, time: REPLICATION_TIME },
          metrics: { ...ENABLED, eventThreshold: REPLICATION_TIME },
        },
      })),
      provider: source.provider,
    });
    for (const [rule, destination] of Object.entries(destinations)) {
      new ReplicationAlarms(this, `watch-${rule}`, {
        name: `${alarmPrefix}-${rule}`,
        rule,
        source,
        destination,
        latencySeconds: REPLICATION_TIME.minutes * 60,
      });
    }
  }
}

const arnOf = (bucketName: string) => `arn:aws:s3:::${bucketName}`;

const granted = ({ bucketName, awsRegion, encryptionKeyArn }: ReplicatedBucket): GrantedBucket => ({
  arn: arnOf(bucketName),
  awsRegion,
  encryptionKeyArn,
});
