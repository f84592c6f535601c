import { anything, inRegions, type Permission } from './permission';

/** CloudWatch Logs: groups and deliveries, and none of their events. */
export const logs: Permission = {
  types: [
    'aws_cloudwatch_log_delivery',
    'aws_cloudwatch_log_delivery_destination',
    'aws_cloudwatch_log_delivery_source',
    'aws_cloudwatch_log_group',
  ],
  read: () => [
    {
      actions: ['logs:Describe*', 'logs:GetDelivery*', 'logs:ListTagsForResource', 'logs:ListTagsLogGroup'],
      resources: anything,
    },
  ],
  write: (scope) => [
    {
      actions: [
        'logs:AssociateKmsKey',
        'logs:CreateDelivery',
        'logs:CreateLogDelivery',
        'logs:CreateLogGroup',
        'logs:DeleteDelivery*',
        'logs:DeleteLogDelivery',
        'logs:DeleteLogGroup',
        'logs:DeleteRetentionPolicy',
        'logs:PutDelivery*',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
        'logs:UpdateDeliveryConfiguration',
        'logs:UpdateLogDelivery',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
  ],
  // A distribution's logs may go where another stack keeps them.
  join: ({ accountId }) => [
    {
      actions: ['logs:CreateDelivery', 'logs:UpdateDeliveryConfiguration'],
      resources: [`arn:aws:logs:*:${accountId}:delivery-destination:*`],
    },
  ],
  use: () => [
    {
      sid: 'WriteLogs',
      actions: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:DescribeLogGroups',
        'logs:DescribeLogStreams',
        'logs:PutLogEvents',
        'logs:PutRetentionPolicy',
      ],
      resources: anything,
    },
  ],
};

/** CloudWatch Logs: what lets AWS's services write to groups of the account. */
export const logAccess: Permission = {
  types: ['aws_cloudwatch_log_resource_policy'],
  read: () => [{ actions: ['logs:DescribeResourcePolicies'], resources: anything }],
  write: (scope) => [
    {
      actions: ['logs:DeleteResourcePolicy', 'logs:PutResourcePolicy'],
      resources: anything,
      conditions: inRegions(scope),
    },
  ],
};
