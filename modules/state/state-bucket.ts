import { Construct } from 'constructs';
import { EncryptionKey } from '../encryption/encryption-key';
import { Caller } from '../iam/caller';
import type { PolicyStatement } from '../iam/policy';
import { AccessLogBucket } from '../storage/access-log-bucket';
import { PrivateBucket } from '../storage/private-bucket';
import { surround, surroundings } from '../surroundings';

export interface StateBucketProps {
  readonly bucketName: string;
  /** Alias of the key, without `alias/`; backends name the key by it. */
  readonly keyAlias: string;
  /** Start of the generated name of the bucket with the access logs. */
  readonly accessLogBucketPrefix: string;
}

/**
 * The bucket that holds the state of every stack: encrypted with a key of its own, every access logged, every version
 * kept for a year, and, where protected, out of everybody's reach for deletion, administrators included.
 *
 * Public access is blocked on the bucket, not on the account: the account may hold other deployments, which would lose
 * the block when this one is destroyed.
 */
export class StateBucket extends Construct {
  public readonly bucketName: string;
  /** The name again, known once its versions are kept. */
  public readonly versionedBucketName: string;
  public readonly arn: string;
  public readonly accountId: string;
  public readonly awsRegion: string;
  public readonly encryptionKeyArn: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { awsRegion, deletionProtection } = surroundings(this);

    const key = new EncryptionKey(this, 'key', {
      alias: props.keyAlias,
      description: 'Terraform state of every stack.',
    });
    surround(this, { encryptionKeyArn: key.arn });
    const accessLogs = new AccessLogBucket(this, 'access-logs', {
      bucketPrefix: props.accessLogBucketPrefix,
    });
    const bucket = new PrivateBucket(this, 'state', {
      bucketName: props.bucketName,
      accessLogBucketName: accessLogs.bucketName,
      noncurrentVersionDays: 365,
      statements: (bucketArn) => (deletionProtection ? [noDeletion(bucketArn)] : []),
    });
    this.bucketName = bucket.bucketName;
    this.versionedBucketName = bucket.versionedBucketName;
    this.arn = bucket.arn;
    this.accountId = new Caller(this, 'caller').accountId;
    this.awsRegion = awsRegion;
    this.encryptionKeyArn = key.arn;
  }
}

/** Deleting without naming a version stays allowed: it only hides the object, and lock files end that way. */
export const noDeletion = (bucketArn: string): PolicyStatement => ({
  sid: 'NobodyDeletesStates',
  effect: 'Deny',
  principals: '*',
  actions: ['s3:DeleteBucket', 's3:DeleteObjectVersion'],
  resources: [bucketArn, `${bucketArn}/*`],
});
