import type { PolicyStatement } from '../../modules/iam/policy';
import { anything, inRegions, named, type PermissionScope, type Statements } from './scope';

const SERVICES_WITH_ROLES = [
  'autoscaling',
  'elasticloadbalancing',
  'globalaccelerator',
  'logger.cloudfront',
  'rds',
  'replicator.lambda',
  'wafv2',
];

/** What applying changes. Names of the deployment, the stack's own path, tag and regions limit it where AWS can. */
export const WRITES = {
  alarms: (scope) => [
    {
      actions: [
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:DeleteAlarms',
        'cloudwatch:TagResource',
        'cloudwatch:UntagResource',
      ],
      resources: [
        named('cloudwatch', 'alarm:')(scope),
        `arn:aws:cloudwatch:*:${scope.accountId}:alarm:certificate-expires-*`,
      ],
    },
    {
      actions: [
        'sns:CreateTopic',
        'sns:DeleteTopic',
        'sns:SetTopicAttributes',
        'sns:Subscribe',
        'sns:TagResource',
        'sns:UntagResource',
      ],
      resources: [named('sns', '')(scope)],
    },
    { actions: ['sns:Unsubscribe'], resources: anything, conditions: inRegions(scope) },
  ],
  buckets: ({
    deletionProtection,
    deployment,
    layer,
    stateBucketArn,
  }: PermissionScope): PolicyStatement[] => {
    const buckets = layer === 'state' ? [stateBucketArn] : [`arn:aws:s3:::${deployment}-*`];
    const configure: PolicyStatement = {
      actions: [
        's3:CreateBucket',
        's3:DeleteBucket',
        's3:DeleteBucketPolicy',
        's3:PutBucket*',
        's3:PutEncryptionConfiguration',
        's3:PutLifecycleConfiguration',
      ],
      resources: buckets,
    };
    const empty: PolicyStatement = {
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:ListBucketVersions'],
      resources: buckets,
    };
    // A name that begins like those of the deployment's buckets does not make the states fair game.
    const leaveStatesAlone: PolicyStatement = {
      sid: 'LeaveStatesAlone',
      effect: 'Deny',
      actions: [...configure.actions, ...empty.actions],
      resources: [stateBucketArn, `${stateBucketArn}/*.tfstate`],
    };
    return layer === 'state'
      ? [configure]
      : [configure, ...(deletionProtection ? [] : [empty]), leaveStatesAlone];
  },
  certificates: (scope) => [
    {
      actions: [
        'acm:RequestCertificate',
        'acm:DeleteCertificate',
        'acm:UpdateCertificateOptions',
        'acm:AddTagsToCertificate',
        'acm:RemoveTagsFromCertificate',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
  ],
  compute: (scope) => [
    {
      actions: [
        'autoscaling:Create*',
        'autoscaling:Update*',
        'autoscaling:Delete*',
        'autoscaling:Put*',
        'autoscaling:Set*',
        'autoscaling:*InstanceRefresh',
        'autoscaling:*MetricsCollection',
        'elasticloadbalancing:Add*',
        'elasticloadbalancing:Create*',
        'elasticloadbalancing:Delete*',
        'elasticloadbalancing:Modify*',
        'elasticloadbalancing:RegisterTargets',
        'elasticloadbalancing:DeregisterTargets',
        'elasticloadbalancing:RemoveTags',
        'elasticloadbalancing:Set*',
        'ec2:RunInstances',
        'ec2:*LaunchTemplate*',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
    {
      actions: ['globalaccelerator:*EndpointGroup', 'globalaccelerator:TagResource'],
      resources: [`arn:aws:globalaccelerator::${scope.accountId}:accelerator/*`],
    },
  ],
  database: (scope) => [
    {
      actions: [
        'rds:AddTagsToResource',
        'rds:Create*',
        'rds:Delete*',
        'rds:Modify*',
        'rds:RemoveFromGlobalCluster',
        'rds:RemoveTagsFromResource',
        'rds:ResetDBClusterParameterGroup',
        'rds:*SourceIdentifier*Subscription',
      ],
      resources: [
        named('rds', '*:')(scope),
        `arn:aws:rds::${scope.accountId}:global-cluster:${scope.deployment}*`,
        // AWS's own defaults, which every instance is made with.
        `arn:aws:rds:*:${scope.accountId}:og:default:*`,
        `arn:aws:rds:*:${scope.accountId}:pg:default.*`,
      ],
    },
  ],
  edge: ({ accountId }) => [
    {
      actions: [
        'cloudfront:Create*',
        'cloudfront:Update*',
        'cloudfront:Delete*',
        'cloudfront:PublishFunction',
        'cloudfront:TagResource',
        'cloudfront:UntagResource',
        'cloudfront-keyvaluestore:PutKey',
        'cloudfront-keyvaluestore:DeleteKey',
        'cloudfront-keyvaluestore:UpdateKeys',
      ],
      resources: [`arn:aws:cloudfront::${accountId}:*`],
    },
  ],
  firewall: ({ accountId }) => [
    {
      actions: ['wafv2:*LoggingConfiguration', 'wafv2:*WebACL', 'wafv2:TagResource', 'wafv2:UntagResource'],
      resources: [
        `arn:aws:wafv2:us-east-1:${accountId}:global/*`,
        `arn:aws:cloudfront::${accountId}:distribution/*`,
      ],
    },
    {
      actions: [
        'shield:Associate*',
        'shield:Create*',
        'shield:Delete*',
        'shield:Disassociate*',
        'shield:TagResource',
        'shield:Update*',
      ],
      resources: anything,
    },
    {
      actions: [
        'globalaccelerator:Create*',
        'globalaccelerator:Delete*',
        'globalaccelerator:TagResource',
        'globalaccelerator:UntagResource',
        'globalaccelerator:Update*',
      ],
      resources: anything,
    },
  ],
  functions: (scope) => [
    {
      actions: [
        'lambda:AddPermission',
        'lambda:CreateFunction*',
        'lambda:DeleteFunction*',
        'lambda:EnableReplication*',
        'lambda:PublishVersion',
        'lambda:PutFunction*',
        'lambda:RemovePermission',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateFunction*',
      ],
      resources: [named('lambda', 'function:')(scope)],
    },
    {
      actions: ['lambda:*EventSourceMapping'],
      resources: anything,
      conditions: { ArnLike: { 'lambda:FunctionArn': named('lambda', 'function:')(scope) } },
    },
    {
      actions: [
        'sqs:CreateQueue',
        'sqs:DeleteQueue',
        'sqs:SetQueueAttributes',
        'sqs:TagQueue',
        'sqs:UntagQueue',
      ],
      resources: [named('sqs', '')(scope)],
    },
  ],
  /** Roles of the stack's own path and no others, none without the boundary, and for these services only. */
  identity: ({ accountId, deployment, roleBoundaryArn, stackId }: PermissionScope): PolicyStatement[] => {
    const ownRoles = [`arn:aws:iam::${accountId}:role/${stackId}/*`];
    return [
      {
        sid: 'GrantWithinBoundary',
        actions: [
          'iam:AttachRolePolicy',
          'iam:CreateRole',
          'iam:DeleteRolePolicy',
          'iam:DetachRolePolicy',
          'iam:PutRolePermissionsBoundary',
          'iam:PutRolePolicy',
        ],
        resources: ownRoles,
        conditions: { StringEquals: { 'iam:PermissionsBoundary': roleBoundaryArn } },
      },
      {
        actions: [
          'iam:DeleteRole',
          'iam:TagRole',
          'iam:UntagRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:UpdateRole*',
        ],
        resources: ownRoles,
      },
      {
        actions: ['iam:PassRole'],
        resources: ownRoles,
        conditions: {
          StringEquals: {
            'iam:PassedToService': [
              'ec2.amazonaws.com',
              'edgelambda.amazonaws.com',
              'lambda.amazonaws.com',
              'monitoring.rds.amazonaws.com',
              'rds.amazonaws.com',
              'vpc-flow-logs.amazonaws.com',
            ],
          },
        },
      },
      {
        actions: [
          'iam:AddRoleToInstanceProfile',
          'iam:CreateInstanceProfile',
          'iam:DeleteInstanceProfile',
          'iam:RemoveRoleFromInstanceProfile',
          'iam:TagInstanceProfile',
          'iam:UntagInstanceProfile',
        ],
        resources: [`arn:aws:iam::${accountId}:instance-profile/${deployment}-*`, ...ownRoles],
      },
    ];
  },
  /** Roles that AWS services make for themselves: their rights are AWS's, so they raise nobody's. */
  serviceLinkedRoles: ({ accountId }) => [
    {
      actions: [
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:GetServiceLinkedRoleDeletionStatus',
        'iam:TagRole',
        'iam:UpdateRoleDescription',
      ],
      resources: SERVICES_WITH_ROLES.map(
        (service) => `arn:aws:iam::${accountId}:role/aws-service-role/${service}.amazonaws.com/*`,
      ),
    },
    {
      actions: ['iam:PassRole'],
      resources: [`arn:aws:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/*`],
      conditions: { StringEquals: { 'iam:PassedToService': 'autoscaling.amazonaws.com' } },
    },
  ],
  keys: (scope: PermissionScope): PolicyStatement[] => {
    const keys = [`arn:aws:kms:*:${scope.accountId}:key/*`];
    return [
      {
        actions: ['kms:CreateKey', 'kms:TagResource'],
        resources: anything,
        conditions: {
          StringEquals: { 'aws:RequestTag/stack': scope.stackId },
          // Another stack's key does not become ours by its tag.
          StringEqualsIfExists: { 'aws:ResourceTag/stack': scope.stackId },
        },
      },
      {
        actions: [
          'kms:*KeyRotation',
          'kms:UntagResource',
          'kms:CreateAlias',
          'kms:DeleteAlias',
          'kms:PutKeyPolicy',
          'kms:ScheduleKeyDeletion',
          'kms:UpdateAlias',
          'kms:UpdateKeyDescription',
          // Services that store under the key take the rights of whoever sets them up.
          'kms:CreateGrant',
          'kms:Decrypt',
          'kms:Encrypt',
          'kms:GenerateDataKey*',
        ],
        resources: keys,
        conditions: { StringEquals: { 'aws:ResourceTag/stack': scope.stackId } },
      },
      {
        actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
        resources: [named('kms', 'alias/')(scope)],
      },
    ];
  },
  logs: (scope) => [
    {
      actions: [
        'logs:AssociateKmsKey',
        'logs:CreateDelivery',
        'logs:CreateLogDelivery',
        'logs:CreateLogGroup',
        'logs:DeleteDelivery*',
        'logs:DeleteLogDelivery',
        'logs:DeleteLogGroup',
        'logs:DeleteResourcePolicy',
        'logs:DeleteRetentionPolicy',
        'logs:PutDelivery*',
        'logs:PutResourcePolicy',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
        'logs:UpdateLogDelivery',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
    { actions: ['cloudfront:AllowVendedLogDeliveryForResource'], resources: anything },
  ],
  names: ({ recordNames }) => [
    {
      actions: ['route53:ChangeResourceRecordSets'],
      resources: ['arn:aws:route53:::hostedzone/*'],
      conditions: {
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': [...recordNames],
        },
      },
    },
    {
      actions: [
        'route53:*HostedZoneDNSSEC',
        'route53:*KeySigningKey',
        'route53:AssociateVPCWithHostedZone',
        'route53:ChangeTagsForResource',
        'route53:CreateHealthCheck',
        'route53:CreateHostedZone',
        'route53:CreateQueryLoggingConfig',
        'route53:DeleteHealthCheck',
        'route53:DeleteHostedZone',
        'route53:DeleteQueryLoggingConfig',
        'route53:DisassociateVPCFromHostedZone',
        'route53:UpdateHealthCheck',
        'route53:UpdateHostedZoneComment',
      ],
      resources: anything,
    },
  ],
  network: (scope) => [
    {
      actions: [
        'ec2:*Address*',
        'ec2:*FlowLogs',
        'ec2:*InternetGateway',
        'ec2:*NatGateway',
        'ec2:*NetworkAcl*',
        'ec2:*Route',
        'ec2:*RouteTable*',
        'ec2:*SecurityGroup*',
        'ec2:*Subnet*',
        'ec2:*Vpc*',
        'ec2:CreateTags',
        'ec2:DeleteTags',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
  ],
  secrets: ({ accountId, deployment }) => [
    {
      actions: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DeleteSecret',
        'secretsmanager:PutSecretValue',
        'secretsmanager:RemoveRegionsFromReplication',
        'secretsmanager:ReplicateSecretToRegions',
        'secretsmanager:RestoreSecret',
        'secretsmanager:TagResource',
        'secretsmanager:UntagResource',
        'secretsmanager:UpdateSecret',
      ],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/*`],
    },
  ],
  /** Names are shared by a deployment; the tag that every resource carries, and may not be given anew, tells its stacks apart. */
  siblings: ({ stackId }) => [
    {
      sid: 'LeaveOtherStacksAlone',
      effect: 'Deny',
      actions: [
        'autoscaling:CreateOrUpdateTags',
        'autoscaling:Delete*',
        'autoscaling:Update*',
        'ec2:CreateTags',
        'ec2:DeleteTags',
        'ec2:DeleteLaunchTemplate*',
        'ec2:DeleteNatGateway',
        'ec2:DeleteRouteTable',
        'ec2:DeleteSecurityGroup',
        'ec2:DeleteSubnet',
        'ec2:DeleteVpc*',
        'elasticloadbalancing:*Tags',
        'elasticloadbalancing:Delete*',
        'elasticloadbalancing:Modify*',
        'lambda:*agResource',
        'lambda:DeleteFunction',
        'lambda:UpdateFunction*',
        'logs:*agResource',
        'logs:DeleteLogGroup',
        'rds:*Tags*Resource',
        'rds:Delete*',
        'rds:Modify*',
        'secretsmanager:*agResource',
        'secretsmanager:DeleteSecret',
        'secretsmanager:PutSecretValue',
        'sns:*agResource',
        'sns:DeleteTopic',
        'sqs:*agQueue',
        'sqs:DeleteQueue',
        'sqs:SetQueueAttributes',
      ],
      resources: anything,
      conditions: {
        StringNotEquals: { 'aws:ResourceTag/stack': stackId },
        Null: { 'aws:ResourceTag/stack': 'false' },
      },
    },
  ],
} satisfies Readonly<Record<string, Statements>>;
