import { anything, named, type Statements } from './scope';

/**
 * What planning reads: configuration, never data. No object, message, log event or secret value, but for the origin
 * secrets, which distributions and load balancers are configured with.
 */
export const READS = {
  alarms: () => [
    {
      actions: ['cloudwatch:Describe*', 'cloudwatch:ListTagsForResource', 'sns:Get*', 'sns:List*'],
      resources: anything,
    },
  ],
  buckets: ({ deployment, layer, stateBucketArn }) => [
    {
      actions: [
        's3:GetBucket*',
        's3:GetAccelerateConfiguration',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
        's3:GetReplicationConfiguration',
        's3:ListBucket',
      ],
      resources: [`arn:aws:s3:::${deployment}-*`, ...(layer === 'state' ? [stateBucketArn] : [])],
    },
  ],
  certificates: () => [{ actions: ['acm:DescribeCertificate', 'acm:List*'], resources: anything }],
  compute: ({ accountId }) => [
    {
      actions: ['autoscaling:Describe*', 'elasticloadbalancing:Describe*', 'globalaccelerator:Describe*'],
      resources: anything,
    },
    { actions: ['ssm:GetParameter'], resources: ['arn:aws:ssm:*::parameter/aws/service/*'] },
    { actions: ['ssm:DescribeParameters'], resources: [`arn:aws:ssm:*:${accountId}:*`] },
  ],
  database: () => [{ actions: ['rds:Describe*', 'rds:ListTagsForResource'], resources: anything }],
  edge: () => [
    {
      actions: [
        'cloudfront:Describe*',
        'cloudfront:Get*',
        'cloudfront:List*',
        'cloudfront-keyvaluestore:Describe*',
        'cloudfront-keyvaluestore:Get*',
        'cloudfront-keyvaluestore:List*',
        'globalaccelerator:Describe*',
        'globalaccelerator:List*',
        'shield:Describe*',
        'shield:Get*',
        'shield:List*',
        'wafv2:Get*',
        'wafv2:List*',
      ],
      resources: anything,
    },
  ],
  functions: (scope) => [
    {
      actions: [
        'lambda:GetFunction*',
        'lambda:GetPolicy',
        'lambda:ListTags',
        'lambda:ListVersionsByFunction',
      ],
      resources: [named('lambda', 'function:')(scope)],
    },
    { actions: ['lambda:GetEventSourceMapping', 'lambda:ListEventSourceMappings'], resources: anything },
    {
      actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListQueueTags'],
      resources: [named('sqs', '')(scope)],
    },
  ],
  identity: ({ accountId, deployment, layer, stackId }) => [
    {
      actions: ['iam:Get*', 'iam:List*'],
      resources: [
        `arn:aws:iam::${accountId}:role/${stackId}/*`,
        `arn:aws:iam::${accountId}:role/aws-service-role/*`,
        `arn:aws:iam::${accountId}:instance-profile/${deployment}-*`,
        ...(layer === 'state'
          ? [
              `arn:aws:iam::${accountId}:role/ci/${deployment}-*`,
              `arn:aws:iam::${accountId}:policy/ci/${deployment}-*`,
              `arn:aws:iam::${accountId}:policy/${deployment}-*`,
              `arn:aws:iam::${accountId}:oidc-provider/*`,
            ]
          : []),
      ],
    },
  ],
  keys: () => [
    {
      actions: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:List*'],
      resources: anything,
    },
  ],
  logs: () => [
    {
      actions: ['logs:Describe*', 'logs:GetDelivery*', 'logs:ListTagsForResource', 'logs:ListTagsLogGroup'],
      resources: anything,
    },
  ],
  names: () => [{ actions: ['route53:Get*', 'route53:List*'], resources: anything }],
  network: () => [{ actions: ['ec2:Describe*', 'ec2:GetManagedPrefixListEntries'], resources: anything }],
  secrets: ({ accountId, deployment }) => [
    { actions: ['secretsmanager:GetRandomPassword'], resources: anything },
    {
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/*`],
    },
    {
      actions: ['secretsmanager:GetSecretValue'],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/origin-secret/*`],
    },
    {
      actions: ['kms:Decrypt'],
      resources: [`arn:aws:kms:*:${accountId}:key/*`],
      conditions: {
        StringLike: {
          'kms:ViaService': 'secretsmanager.*.amazonaws.com',
          'kms:EncryptionContext:SecretARN': `arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/origin-secret/*`,
        },
      },
    },
  ],
} satisfies Readonly<Record<string, Statements>>;
