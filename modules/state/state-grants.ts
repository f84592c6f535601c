import type { PolicyStatement } from '../iam/policy';
import { ofBucketAccount } from '../storage/bucket-grants';

/** The bucket that holds every state, as roles have to know it. */
export interface GrantedStateBucket {
  readonly arn: string;
  /** Whose it is: by its name it could come to be somebody else's. */
  readonly accountId: string;
  readonly awsRegion: string;
  readonly encryptionKeyArn: string;
}

/** Object keys of the states that one stack has to do with. */
export interface StateKeys {
  readonly own: string;
  /** Of the stacks that it reads. */
  readonly upstream: readonly string[];
}

/** What a role needs to plan a stack: its state and those it reads, and its lock. */
export function statePlannerStatements(
  bucket: GrantedStateBucket,
  { own, upstream }: StateKeys,
): PolicyStatement[] {
  const conditions = ofBucketAccount(bucket.accountId);
  return [
    {
      // Without it S3 answers "access denied" where there is no state. Keys are stack ids, which are no secret.
      sid: 'SeeWhichStatesExist',
      actions: ['s3:ListBucket'],
      resources: [bucket.arn],
      conditions,
    },
    {
      sid: 'ReadOwnAndUpstreamStates',
      actions: ['s3:GetObject'],
      resources: [own, ...upstream].map((key) => `${bucket.arn}/${key}`),
      conditions,
    },
    {
      sid: 'HoldOwnLock',
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      resources: [`${bucket.arn}/${own}.tflock`],
      conditions,
    },
    {
      sid: 'UseKeyThroughBucket',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [bucket.encryptionKeyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${bucket.awsRegion}.amazonaws.com` } },
    },
  ];
}

/** What a role needs to apply a stack: to plan it, and to write its own state. */
export function stateApplierStatements(bucket: GrantedStateBucket, keys: StateKeys): PolicyStatement[] {
  return [
    ...statePlannerStatements(bucket, keys),
    {
      sid: 'WriteOwnState',
      actions: ['s3:PutObject'],
      resources: [`${bucket.arn}/${keys.own}`],
      conditions: ofBucketAccount(bucket.accountId),
    },
  ];
}
