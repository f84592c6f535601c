import { anything, inRegions, type Permission } from './permission';

/** Log groups and log deliveries. */
export const logs: Permission = {
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
        'logs:UpdateLogDelivery',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
    { actions: ['cloudfront:AllowVendedLogDeliveryForResource'], resources: anything },
  ],
};
