import { anything, type Permission, type PermissionScope } from './permission';

const own = ({ accountId, deployment }: PermissionScope) => [
  `arn:aws:ssm:*:${accountId}:parameter/${deployment}/failover/*`,
];

/** Systems Manager: parameters that say where switches are, which is no secret. */
export const parameters: Permission = {
  types: ['aws_ssm_parameter'],
  read: (scope) => [
    { actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:ListTagsForResource'], resources: own(scope) },
    { actions: ['ssm:DescribeParameters'], resources: anything },
  ],
  write: (scope) => [
    {
      actions: [
        'ssm:AddTagsToResource',
        'ssm:DeleteParameter',
        'ssm:PutParameter',
        'ssm:RemoveTagsFromResource',
      ],
      resources: own(scope),
    },
  ],
};
