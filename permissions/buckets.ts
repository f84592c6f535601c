import type { PolicyStatement } from '../modules/iam/policy';
import type { Permission, PermissionScope } from './permission';

const types = [
  'aws_s3_bucket',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_logging',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
];

const ownBuckets = ({ deployment }: PermissionScope) => `arn:aws:s3:::${deployment}-*`;

const configured = (resources: string[]): PolicyStatement => ({
  actions: [
    's3:GetBucket*',
    's3:GetAccelerateConfiguration',
    's3:GetEncryptionConfiguration',
    's3:GetLifecycleConfiguration',
    's3:GetReplicationConfiguration',
    's3:ListBucket',
  ],
  resources,
});

const configure = (resources: string[]): PolicyStatement => ({
  actions: [
    's3:CreateBucket',
    's3:DeleteBucket',
    's3:DeleteBucketPolicy',
    's3:PutBucket*',
    's3:PutEncryptionConfiguration',
    's3:PutLifecycleConfiguration',
  ],
  resources,
});

/** S3: buckets of the deployment, without the one that holds its states. */
export const buckets: Permission = {
  types,
  read: (scope) => [configured([ownBuckets(scope)])],
  write: (scope) => {
    const { deletionProtection, stateBucketArn } = scope;
    const change = configure([ownBuckets(scope)]);
    const empty: PolicyStatement = {
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:ListBucketVersions'],
      resources: [ownBuckets(scope)],
    };
    // A name that begins like those of the deployment's buckets does not make the states fair game.
    const leaveStatesAlone: PolicyStatement = {
      sid: 'LeaveStatesAlone',
      effect: 'Deny',
      actions: [...change.actions, ...empty.actions],
      resources: [stateBucketArn, `${stateBucketArn}/*.tfstate`],
    };
    return [change, ...(deletionProtection ? [] : [empty]), leaveStatesAlone];
  },
};

/** The bucket that holds every state, and its copy; nobody may empty them. */
export const stateBucket: Permission = {
  types: [...types, 'aws_s3_bucket_replication_configuration'],
  read: (scope) => [configured([ownBuckets(scope), ...stateBuckets(scope)])],
  write: (scope) => [
    configure(stateBuckets(scope)),
    { actions: ['s3:PutReplicationConfiguration'], resources: [scope.stateBucketArn] },
  ],
};

const stateBuckets = ({ stateBucketArn }: PermissionScope) => [stateBucketArn, `${stateBucketArn}-replica`];
