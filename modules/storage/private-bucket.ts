import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument } from '../iam/policy';
import { surroundings } from '../surroundings';
import { bucketReaderStatements, bucketWriterStatements, type GrantedBucket } from './bucket-grants';

export interface PrivateBucketProps {
  /** Whole name, unique in all of AWS. @default - AWS generates one from `bucketPrefix` */
  readonly bucketName?: string;
  /** Start of a generated name, at most 37 characters. */
  readonly bucketPrefix?: string;
  /** `s3` encrypts with keys that S3 manages, as log delivery services need it. @default - the key that surrounds the bucket */
  readonly encryption?: 's3';
  /** Bucket that takes the server access logs, under this construct's id. @default - no access logs */
  readonly accessLogBucketName?: string;
  /** Days an overwritten or deleted version stays. @default 90 */
  readonly noncurrentVersionDays?: number;
  /** Days after which objects expire. @default - never */
  readonly expirationDays?: number | undefined;
  /** Days after which objects of 128 KB and more move to Intelligent-Tiering, where what nobody asks for costs less. @default - never */
  readonly tierDays?: number;
  /** Statements of the bucket policy beside "TLS 1.2 only". @default - none */
  readonly statements?: (bucketArn: string) => readonly PolicyStatement[];
}

/** A bucket that nobody can make public: TLS only, no ACLs, encrypted, versioned, without forgotten uploads. */
export class PrivateBucket extends Construct {
  public readonly bucketName: string;
  /** The name again, known once the policy is in place: for services that try the bucket as soon as they hear of it. */
  public readonly readyBucketName: string;
  /** The name again, known once its versions are kept: for replication, which wants them. */
  public readonly versionedBucketName: string;
  public readonly arn: string;
  public readonly regionalDomainName: string;
  private readonly granted: GrantedBucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { accessLogBucketName } = props;
    const { awsRegion, deletionProtection, provider } = surroundings(this);
    const encryptionKeyArn = props.encryption === 's3' ? undefined : surroundings(this).encryptionKeyArn;

    const bucket = new S3Bucket(this, 'bucket', {
      bucket: props.bucketName,
      bucketPrefix: props.bucketPrefix === undefined ? undefined : `${props.bucketPrefix}-`,
      forceDestroy: !deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
      provider,
    });
    fence(this, bucket.bucket, encryptionKeyArn);
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket: bucket.bucket,
      versioningConfiguration: { status: 'Enabled' },
      provider,
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: bucket.bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{}],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
          noncurrentVersionExpiration: [{ noncurrentDays: props.noncurrentVersionDays ?? 90 }],
          // A rule with days does both: it also removes delete markers that no version is left behind.
          expiration: [
            props.expirationDays === undefined
              ? { expiredObjectDeleteMarker: true }
              : { days: props.expirationDays },
          ],
          transition:
            props.tierDays === undefined
              ? undefined
              : [{ days: props.tierDays, storageClass: 'INTELLIGENT_TIERING' }],
        },
      ],
      dependsOn: [versioning],
      provider,
    });
    const policy = new S3BucketPolicy(this, 'policy', {
      bucket: bucket.bucket,
      policy: policyDocument([...tlsOnly(bucket.arn), ...(props.statements?.(bucket.arn) ?? [])]),
      provider,
    });
    if (accessLogBucketName !== undefined) {
      new S3BucketLoggingA(this, 'access-logs', {
        bucket: bucket.bucket,
        targetBucket: accessLogBucketName,
        targetPrefix: `${id}/`,
        provider,
      });
    }
    this.bucketName = bucket.bucket;
    this.readyBucketName = policy.bucket;
    this.versionedBucketName = versioning.bucket;
    this.arn = bucket.arn;
    this.regionalDomainName = bucket.bucketRegionalDomainName;
    this.granted = { arn: this.arn, awsRegion, encryptionKeyArn };
  }

  /** What a role needs to list and read objects, all of them or those below the prefixes. */
  public readerStatements(...prefixes: string[]): PolicyStatement[] {
    return bucketReaderStatements(this.granted, ...prefixes);
  }

  /** What a role needs to list, read, write and delete objects, all of them or those below the prefixes. */
  public writerStatements(...prefixes: string[]): PolicyStatement[] {
    return bucketWriterStatements(this.granted, ...prefixes);
  }
}

function tlsOnly(bucketArn: string): PolicyStatement[] {
  const everything = {
    principals: '*',
    actions: ['s3:*'],
    resources: [bucketArn, `${bucketArn}/*`],
  } as const;
  return [
    {
      sid: 'DenyPlainHttp',
      effect: 'Deny',
      ...everything,
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      sid: 'DenyOldTls',
      effect: 'Deny',
      ...everything,
      conditions: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    },
  ];
}

/** Keeps a bucket from the public and from ACLs, and encrypts it. */
function fence(scope: Construct, bucket: string, encryptionKeyArn: string | undefined): void {
  const { provider } = surroundings(scope);
  new S3BucketPublicAccessBlock(scope, 'public-access-block', {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
    provider,
  });
  new S3BucketOwnershipControls(scope, 'ownership', {
    bucket,
    rule: { objectOwnership: 'BucketOwnerEnforced' },
    provider,
  });
  new S3BucketServerSideEncryptionConfigurationA(scope, 'encryption', {
    bucket,
    rule: [
      encryptionKeyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
        : {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: 'aws:kms',
              kmsMasterKeyId: encryptionKeyArn,
            },
            bucketKeyEnabled: true,
          },
    ],
    provider,
  });
}
