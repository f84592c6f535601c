import { anything, named, type Permission } from './permission';

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
};
