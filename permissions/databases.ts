import { anything, named, type Permission, type PermissionScope } from './permission';

const globalCluster = ({ accountId, deployment }: PermissionScope) =>
  `arn:aws:rds::${accountId}:global-cluster:${deployment}`;

/** RDS: Aurora clusters, and the global databases that they are members of. */
export const databases: Permission = {
  types: [
    'aws_db_event_subscription',
    'aws_db_subnet_group',
    'aws_rds_cluster',
    'aws_rds_cluster_instance',
    'aws_rds_cluster_parameter_group',
    'aws_rds_global_cluster',
  ],
  read: () => [{ actions: ['rds:Describe*', 'rds:ListTagsForResource'], resources: anything }],
  write: (scope) => [
    {
      actions: [
        'rds:AddSourceIdentifierToSubscription',
        'rds:AddTagsToResource',
        'rds:CreateDBCluster',
        'rds:CreateDBClusterParameterGroup',
        // The final snapshot of a member that is destroyed: DeleteDBCluster asks for it.
        'rds:CreateDBClusterSnapshot',
        'rds:CreateDBInstance',
        'rds:CreateDBSubnetGroup',
        'rds:CreateEventSubscription',
        'rds:CreateGlobalCluster',
        'rds:DeleteDBCluster',
        'rds:DeleteDBClusterParameterGroup',
        'rds:DeleteDBInstance',
        'rds:DeleteDBSubnetGroup',
        'rds:DeleteEventSubscription',
        'rds:DeleteGlobalCluster',
        'rds:ModifyDBCluster',
        'rds:ModifyDBClusterParameterGroup',
        'rds:ModifyDBInstance',
        'rds:ModifyDBSubnetGroup',
        'rds:ModifyEventSubscription',
        'rds:ModifyGlobalCluster',
        'rds:RemoveFromGlobalCluster',
        'rds:RemoveSourceIdentifierFromSubscription',
        'rds:RemoveTagsFromResource',
        'rds:ResetDBClusterParameterGroup',
      ],
      resources: [
        ...named('rds', '*:')(scope),
        globalCluster(scope),
        // AWS's own defaults, which every instance is made with.
        `arn:aws:rds:*:${scope.accountId}:og:default:*`,
        `arn:aws:rds:*:${scope.accountId}:pg:default.*`,
      ],
    },
  ],
  // As in AmazonRDSEnhancedMonitoringRole; all instances of an AWS region share `RDSOSMetrics`.
  use: ({ accountId }) => [
    {
      sid: 'KeepMetrics',
      actions: ['logs:GetLogEvents', 'logs:PutRetentionPolicy'],
      resources: [`arn:aws:logs:*:${accountId}:log-group:RDS*`],
    },
  ],
  // The first region's stack founds the cluster; the others bring their members.
  join: (scope) => [
    { actions: ['rds:CreateDBCluster', 'rds:RemoveFromGlobalCluster'], resources: [globalCluster(scope)] },
  ],
};

/** RDS: whoever logs in to databases with IAM's tokens, in whichever region writes. */
export const databaseLogins: Permission = {
  types: [],
  use: ({ accountId }) => [
    {
      sid: 'ConnectToDatabase',
      actions: ['rds-db:connect'],
      resources: [`arn:aws:rds-db:*:${accountId}:dbuser:*/*`],
    },
  ],
};
