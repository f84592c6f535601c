import type { PolicyStatement } from '../iam/policy';

/** A bucket of this stack, or of another one as its contract tells of it. */
export interface GrantedBucket {
  readonly arn: string;
  readonly awsRegion: string;
  /** Customer-managed key of its objects. @default - keys that S3 manages, which need no permission */
  readonly encryptionKeyArn?: string | undefined;
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

function statements(
  { arn, awsRegion, encryptionKeyArn }: GrantedBucket,
  prefixes: readonly string[],
  actions: readonly string[],
  keyActions: readonly string[],
): PolicyStatement[] {
  const belowPrefixes = { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } };
  return [
    // Without it S3 answers 403 where there is no such object.
    {
      actions: ['s3:ListBucket'],
      resources: [arn],
      ...(prefixes.length === 0 ? {} : { conditions: belowPrefixes }),
    },
    { actions, resources: (prefixes.length === 0 ? [''] : prefixes).map((prefix) => `${arn}/${prefix}*`) },
    ...(encryptionKeyArn === undefined
      ? []
      : [
          {
            actions: keyActions,
            resources: [encryptionKeyArn],
            conditions: { StringEquals: { 'kms:ViaService': `s3.${awsRegion}.amazonaws.com` } },
          },
        ]),
  ];
}
