import { anything, inRegions, type Permission } from './permission';

/** CloudWatch Logs: groups and deliveries, and none of their events. */
export const logs: Permission = {
  types: [
    'aws_cloudwatch_log_delivery',
    'aws_cloudwatch_log_delivery_destination',
    'aws_cloudwatch_log_delivery_source',
    'aws_cloudwatch_log_group',
    'aws_cloudwatch_log_resource_policy',
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
        'logs:DeleteResourcePolicy',
        'logs:DeleteRetentionPolicy',
        'logs:PutDelivery*',
        'logs:PutResourcePolicy',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
        'logs:UpdateDeliveryConfiguration',
        'logs:UpdateLogDelivery',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
    { actions: ['cloudfront:AllowVendedLogDeliveryForResource'], resources: anything },
  ],
};
