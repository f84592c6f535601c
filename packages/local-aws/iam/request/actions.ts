import type { Operation } from './operation';
import { type Parameters, textOf } from './parameters';

/**
 * Operations whose actions have other names, and those that several actions guard; all other operations are guarded by
 * the action of their name.
 */
const ACTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  apigatewayv2: { PutRoutingRule: ['apigateway:UpdateRoutingRule'] },
  cloudfront: {
    CreateDistributionWithTags: ['cloudfront:CreateDistribution', 'cloudfront:TagResource'],
    CreateStreamingDistributionWithTags: ['cloudfront:CreateStreamingDistribution', 'cloudfront:TagResource'],
  },
  dynamodb: {
    TransactGetItems: ['dynamodb:GetItem'],
    TransactWriteItems: [
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ],
    ...all(
      ['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'],
      [
        'dynamodb:PartiQLDelete',
        'dynamodb:PartiQLInsert',
        'dynamodb:PartiQLSelect',
        'dynamodb:PartiQLUpdate',
      ],
    ),
  },
  kms: { ReEncrypt: ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] },
  lambda: {
    ...all(['Invoke', 'InvokeWithResponseStream', 'InvokeAsync'], ['lambda:InvokeFunction']),
    GetLayerVersionByArn: ['lambda:GetLayerVersion'],
  },
  s3: {
    ...all(
      ['CompleteMultipartUpload', 'CopyObject', 'CreateMultipartUpload', 'UploadPart', 'UploadPartCopy'],
      ['s3:PutObject'],
    ),
    ...all(['HeadObject', 'SelectObjectContent'], ['s3:GetObject']),
    ...all(['HeadBucket', 'ListObjects', 'ListObjectsV2'], ['s3:ListBucket']),
    ...all(['RenameObject', 'CreateSession'], ['s3express:CreateSession']),
    CreateBucketMetadataConfiguration: ['s3:CreateBucketMetadataTableConfiguration'],
    DeleteBucketMetadataConfiguration: ['s3:DeleteBucketMetadataTableConfiguration'],
    GetBucketMetadataConfiguration: ['s3:GetBucketMetadataTableConfiguration'],
    DeleteBucketCors: ['s3:PutBucketCORS'],
    DeleteBucketOwnershipControls: ['s3:PutBucketOwnershipControls'],
    DeleteBucketTagging: ['s3:PutBucketTagging'],
    GetObjectAttributes: ['s3:GetObject', 's3:GetObjectAttributes'],
    ListBuckets: ['s3:ListAllMyBuckets'],
    ListDirectoryBuckets: ['s3express:ListAllMyDirectoryBuckets'],
    ListMultipartUploads: ['s3:ListBucketMultipartUploads'],
    ListObjectVersions: ['s3:ListBucketVersions'],
    ListParts: ['s3:ListMultipartUploadParts'],
    WriteGetObjectResponse: ['s3-object-lambda:WriteGetObjectResponse'],
    ...configuration('AccelerateConfiguration', 'BucketAccelerateConfiguration'),
    ...configuration('BucketNotification', 'BucketNotificationConfiguration'),
    ...configuration('BucketObjectLockConfiguration', 'ObjectLockConfiguration'),
    ...configuration('BucketPublicAccessBlock', 'PublicAccessBlock'),
    ...configuration('EncryptionConfiguration', 'BucketEncryption'),
    ...configuration('LifecycleConfiguration', 'BucketLifecycle'),
    ...configuration('LifecycleConfiguration', 'BucketLifecycleConfiguration'),
    ...configuration('ReplicationConfiguration', 'BucketReplication'),
    ...configurations('AnalyticsConfiguration'),
    ...configurations('IntelligentTieringConfiguration'),
    ...configurations('InventoryConfiguration'),
    ...configurations('MetricsConfiguration'),
  },
  s3control: {
    ...configuration('AccountPublicAccessBlock', 'PublicAccessBlock'),
    // These are about buckets on an Outpost.
    ...configuration('LifecycleConfiguration', 'BucketLifecycleConfiguration', 's3-outposts'),
    ...configuration('ReplicationConfiguration', 'BucketReplication', 's3-outposts'),
    DeleteBucketTagging: ['s3-outposts:PutBucketTagging'],
    GetBucket: ['s3-outposts:GetBucket'],
    ListRegionalBuckets: ['s3-outposts:ListRegionalBuckets'],
    // And these about directory buckets.
    DeleteAccessPointScope: ['s3express:DeleteAccessPointScope'],
    GetAccessPointScope: ['s3express:GetAccessPointScope'],
    ListAccessPointsForDirectoryBuckets: ['s3express:ListAccessPointsForDirectoryBuckets'],
    PutAccessPointScope: ['s3express:PutAccessPointScope'],
  },
  sns: { PublishBatch: ['sns:Publish'] },
  sqs: {
    ChangeMessageVisibilityBatch: ['sqs:ChangeMessageVisibility'],
    DeleteMessageBatch: ['sqs:DeleteMessage'],
    SendMessageBatch: ['sqs:SendMessage'],
  },
};

function all(operations: readonly string[], actions: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(operations.map((operation) => [operation, actions]));
}

/** What is read by one action and changed, deletion included, by another. */
function configuration(action: string, operation: string, prefix = 's3'): Record<string, readonly string[]> {
  return {
    ...all([`Get${operation}`], [`${prefix}:Get${action}`]),
    ...all([`Put${operation}`, `Delete${operation}`], [`${prefix}:Put${action}`]),
  };
}

/** The same of what a bucket has many of. */
function configurations(action: string): Record<string, readonly string[]> {
  return {
    ...configuration(action, `Bucket${action}`),
    ...all([`ListBucket${action}s`], [`s3:Get${action}`]),
  };
}

/** What reads or changes one version of an object has an action of its own. */
const OF_A_VERSION: Readonly<Record<string, string>> = {
  's3:DeleteObject': 's3:DeleteObjectVersion',
  's3:DeleteObjectTagging': 's3:DeleteObjectVersionTagging',
  's3:GetObject': 's3:GetObjectVersion',
  's3:GetObjectAcl': 's3:GetObjectVersionAcl',
  's3:GetObjectAttributes': 's3:GetObjectVersionAttributes',
  's3:GetObjectTagging': 's3:GetObjectVersionTagging',
  's3:GetObjectTorrent': 's3:GetObjectVersionTorrent',
  's3:PutObjectAcl': 's3:PutObjectVersionAcl',
  's3:PutObjectTagging': 's3:PutObjectVersionTagging',
};

/** Of one request for many objects, the key of each and the action that guards it. */
export function deletedObjects({ Object: objects }: Parameters): { key: string; action: string }[] {
  return (Array.isArray(objects) ? objects : [objects]).flatMap((one) =>
    typeof one === 'object' && one !== null && 'Key' in one
      ? [{ key: String(one.Key), action: 'VersionId' in one ? 's3:DeleteObjectVersion' : 's3:DeleteObject' }]
      : [],
  );
}

/** Everything else of API Gateway is guarded by what is done with a resource: its actions are HTTP methods. */
const NAMED_BY_API_GATEWAY = /RoutingRule|Portal|Product/;

/** The actions that guard an operation. */
export function actionsOf(
  { model, prefix, name }: Operation,
  parameters: Parameters,
  method: string,
): readonly string[] {
  if (model === 's3' && name === 'DeleteObjects') {
    const actions = new Set(deletedObjects(parameters).map(({ action }) => action));
    return actions.size > 0 ? [...actions] : ['s3:DeleteObject'];
  }
  const isMethod = prefix === 'apigateway' && !NAMED_BY_API_GATEWAY.test(name);
  const actions = ACTIONS[model]?.[name] ?? [`${prefix}:${isMethod ? method : name}`];
  const isOfVersion = model === 's3' && textOf(parameters, 'versionId') !== undefined;
  return isOfVersion ? actions.map((action) => OF_A_VERSION[action] ?? action) : actions;
}
