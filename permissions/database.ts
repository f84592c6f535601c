import { anything, named, type Permission } from './permission';

/** Databases. */
export const databases: Permission = {
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
