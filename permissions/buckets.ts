import { CI_PATH } from '../modules/iam/ci-role';
import type { PolicyStatement } from '../modules/iam/policy';
import { stateReplicaName } from '../modules/state/state-replica';
import { ofBucketAccount } from '../modules/storage/bucket-grants';
import { useKeys } from './keys';
import { namesOf, type Permission, type RoleScope } from './permission';

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

/** By their names alone: S3 looks at the tags of a bucket only where that is switched on for it. */
const ownBuckets = (scope: RoleScope) => namesOf(scope).map((name) => `arn:aws:s3:::${name}`);

/** Of whichever region: what its service keeps. */
const objectsOfRegions = ({ deployment }: RoleScope) => `arn:aws:s3:::${deployment}-*-objects-*`;

/** A name that begins like those of the stack's buckets does not make the states fair game. */
const leaveStatesAlone = (
  { stateBucketArn }: RoleScope,
  actions: readonly string[],
  objects: readonly string[],
): PolicyStatement => ({
  sid: 'LeaveStatesAlone',
  effect: 'Deny',
  actions: [...actions],
  resources: [stateBucketArn, ...objects.map((object) => `${stateBucketArn}/${object}`)],
});

/** Whatever else roles of the stack are granted. */
const useNoStates = (scope: RoleScope) => leaveStatesAlone(scope, ['s3:*'], ['*']);

const configured = (scope: RoleScope, resources = ownBuckets(scope)): PolicyStatement => ({
  actions: [
    's3:GetBucket*',
    's3:GetAccelerateConfiguration',
    's3:GetEncryptionConfiguration',
    's3:GetLifecycleConfiguration',
    's3:GetReplicationConfiguration',
    's3:ListBucket',
  ],
  resources,
  conditions: ofBucketAccount(scope.accountId),
});

const configure = (scope: RoleScope, resources = ownBuckets(scope)): PolicyStatement => ({
  actions: [
    's3:CreateBucket',
    's3:DeleteBucket',
    's3:DeleteBucketPolicy',
    's3:PutBucketLogging',
    's3:PutBucketOwnershipControls',
    's3:PutBucketPolicy',
    's3:PutBucketPublicAccessBlock',
    's3:PutBucketTagging',
    's3:PutBucketVersioning',
    's3:PutEncryptionConfiguration',
    's3:PutLifecycleConfiguration',
  ],
  resources,
  conditions: ofBucketAccount(scope.accountId),
});

/** S3: buckets of the stack, which never are the one that holds the states. */
export const buckets: Permission = {
  types,
  read: (scope) => [configured(scope)],
  write: (scope) => {
    const change = configure(scope);
    const empty: PolicyStatement = {
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:ListBucketVersions'],
      resources: ownBuckets(scope),
      conditions: ofBucketAccount(scope.accountId),
    };
    return [
      change,
      ...(scope.deletionProtection ? [] : [empty]),
      leaveStatesAlone(scope, [...change.actions, ...empty.actions], ['*.tfstate']),
    ];
  },
  use: (scope) => [
    {
      sid: 'UseObjects',
      actions: [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:GetObject*',
        's3:ListBucket*',
        's3:PutObject*',
      ],
      resources: ownBuckets(scope),
      conditions: ofBucketAccount(scope.accountId),
    },
    useNoStates(scope),
  ],
};

/** S3: copies between the regions' buckets of objects; their policies, content and other settings stay out of reach. */
export const bucketReplications: Permission = {
  types: ['aws_s3_bucket_replication_configuration'],
  read: (scope) => [
    {
      actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
      resources: [objectsOfRegions(scope)],
      conditions: ofBucketAccount(scope.accountId),
    },
  ],
  join: (scope) => [
    {
      actions: ['s3:PutReplicationConfiguration'],
      resources: [objectsOfRegions(scope)],
      conditions: ofBucketAccount(scope.accountId),
    },
    leaveStatesAlone(scope, ['s3:PutReplicationConfiguration'], []),
  ],
  use: (scope) => [
    {
      sid: 'CopyObjects',
      actions: [
        's3:GetObjectVersionAcl',
        's3:GetObjectVersionForReplication',
        's3:GetObjectVersionTagging',
        's3:GetReplicationConfiguration',
        's3:ListBucket',
        's3:ReplicateDelete',
        's3:ReplicateObject',
        's3:ReplicateTags',
      ],
      resources: [objectsOfRegions(scope)],
      conditions: ofBucketAccount(scope.accountId),
    },
    useNoStates(scope),
    useKeys(scope),
  ],
};

/** The bucket that holds every state, its copy and its access logs; nobody may empty them. */
export const stateBucket: Permission = {
  types: [...types, 'aws_s3_bucket_replication_configuration'],
  read: (scope) => [configured(scope, [...ownBuckets(scope), ...stateBuckets(scope)])],
  write: (scope) => [
    configure(scope, [...ownBuckets(scope), ...stateBuckets(scope)]),
    {
      actions: ['s3:PutReplicationConfiguration'],
      resources: [scope.stateBucketArn],
      conditions: ofBucketAccount(scope.accountId),
    },
    {
      // With the configuration S3 gets the role that copies, which lies beside CI's own and is none of them.
      actions: ['iam:PassRole'],
      resources: [`arn:aws:iam::${scope.accountId}:role${CI_PATH}${stateReplicaName(scope.deployment)}`],
      conditions: { StringEquals: { 'iam:PassedToService': 's3.amazonaws.com' } },
    },
  ],
};

/** With the copy, whose name the document's `state` section makes: permissions know no documents. */
const stateBuckets = ({ stateBucketArn }: RoleScope) => [stateBucketArn, `${stateBucketArn}-replica`];
