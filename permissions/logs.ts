import { anything, inRegions, type Permission } from './permission';

/** CloudWatch Logs: groups, and none of their events. */
export const logs: Permission = {
  types: ['aws_cloudwatch_log_group'],
  read: () => [
    {
      actions: ['logs:DescribeLogGroups', 'logs:ListTagsForResource', 'logs:ListTagsLogGroup'],
      resources: anything,
    },
  ],
  write: (scope) => [
    {
      actions: [
        'logs:AssociateKmsKey',
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:DeleteRetentionPolicy',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      resources: anything,
      conditions: inRegions(scope),
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
      ],
      resources: anything,
    },
  ],
};

/** CloudWatch Logs: deliveries of what AWS's services log. */
export const logDeliveries: Permission = {
  types: [
    'aws_cloudwatch_log_delivery',
    'aws_cloudwatch_log_delivery_destination',
    'aws_cloudwatch_log_delivery_source',
  ],
  read: () => [{ actions: ['logs:DescribeDeliver*', 'logs:GetDeliver*'], resources: anything }],
  write: (scope) => [
    {
      actions: [
        'logs:CreateDelivery',
        'logs:DeleteDelivery',
        'logs:DeleteDeliveryDestination',
        'logs:DeleteDeliverySource',
        'logs:PutDeliveryDestination',
        'logs:PutDeliverySource',
        'logs:UpdateDeliveryConfiguration',
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
};

/**
 * CloudWatch Logs: deliveries that WAF and VPCs set up themselves, with the rights of whoever turns their logs on, and the
 * policy that lets WAF's write to their group.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
export const vendedLogs: Permission = {
  types: [],
  write: (scope) => [
    {
      actions: [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeResourcePolicies',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
      ],
      resources: anything,
      conditions: inRegions(scope),
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
