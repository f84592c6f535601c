import type { PolicyStatement } from '../iam/policy';

/** A bucket of this stack, or of another one as its contract tells of it. */
export interface GrantedBucket {
  readonly arn: string;
  readonly awsRegion: string;
  /** Customer-managed key of its objects. @default - keys that S3 manages, which need no permission */
  readonly encryptionKeyArn?: string | undefined;
  /** Account that copies must be made from, or to: names alone may come to be others'. @default - the role's boundary tells */
  readonly accountId?: string;
}

/** What a role needs to list and read objects, all of them or those below the prefixes. */
export function bucketReaderStatements(bucket: GrantedBucket, ...prefixes: string[]): PolicyStatement[] {
  return statements(bucket, prefixes, ['s3:GetObject'], ['kms:Decrypt']);
}

/** What a role needs to list, read, write and delete objects, all of them or those below the prefixes. */
export function bucketWriterStatements(bucket: GrantedBucket, ...prefixes: string[]): PolicyStatement[] {
  return statements(
    bucket,
    prefixes,
    ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
    // S3 decrypts what it puts together from parts.
    ['kms:Decrypt', 'kms:GenerateDataKey'],
  );
}

/**
 * What S3's role needs to read what it is to copy, versions and markers included.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function bucketSourceStatements(bucket: GrantedBucket): PolicyStatement[] {
  return [
    {
      actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
      resources: [bucket.arn],
      ...ofAccount(bucket),
    },
    {
      actions: ['s3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging'],
      resources: [`${bucket.arn}/*`],
      ...ofAccount(bucket),
    },
    ...keyStatements(bucket, ['kms:Decrypt']),
  ];
}

/** What it needs to write the copies, and to copy deletions as well. */
export function bucketReplicaStatements(bucket: GrantedBucket, { deletions = true } = {}): PolicyStatement[] {
  const copies = ['s3:ReplicateObject', 's3:ReplicateTags'];
  return [
    {
      actions: deletions ? ['s3:ReplicateDelete', ...copies] : copies,
      resources: [`${bucket.arn}/*`],
      ...ofAccount(bucket),
    },
    ...keyStatements(bucket, ['kms:Encrypt', 'kms:GenerateDataKey']),
  ];
}

/**
 * ARNs of buckets tell no account: whoever takes a name like ours has a bucket that they fit.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export const ofBucketAccount = (accountId: string): PolicyStatement['conditions'] => ({
  StringEquals: { 's3:ResourceAccount': accountId },
});

const ofAccount = ({ accountId }: GrantedBucket): Pick<PolicyStatement, 'conditions'> =>
  accountId === undefined ? {} : { conditions: ofBucketAccount(accountId) };

function statements(
  bucket: GrantedBucket,
  prefixes: readonly string[],
  actions: readonly string[],
  keyActions: readonly string[],
): PolicyStatement[] {
  const { arn } = bucket;
  const belowPrefixes = { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } };
  return [
    // Without it S3 answers 403 where there is no such object.
    {
      actions: ['s3:ListBucket'],
      resources: [arn],
      ...(prefixes.length === 0 ? {} : { conditions: belowPrefixes }),
    },
    { actions, resources: (prefixes.length === 0 ? [''] : prefixes).map((prefix) => `${arn}/${prefix}*`) },
    ...keyStatements(bucket, keyActions),
  ];
}

/** Through S3 alone: nobody who copies or reads objects uses the key for anything else. */
function keyStatements(
  { awsRegion, encryptionKeyArn }: GrantedBucket,
  actions: readonly string[],
): PolicyStatement[] {
  return encryptionKeyArn === undefined
    ? []
    : [
        {
          actions,
          resources: [encryptionKeyArn],
          conditions: { StringEquals: { 'kms:ViaService': `s3.${awsRegion}.amazonaws.com` } },
        },
      ];
}
