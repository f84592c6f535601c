import type { PolicyStatement } from '../modules/iam/policy';
import { anything, inRegions, named, type Permission, type RoleScope } from './permission';

/** What becomes of alarms of these ARNs. */
export const changeAlarms = (resources: string[]): PolicyStatement => ({
  actions: [
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:DeleteAlarms',
    'cloudwatch:TagResource',
    'cloudwatch:UntagResource',
  ],
  resources,
});

/** CloudWatch alarms of the stack's own names, which are sent to topics of others. */
export const alarmsAlone = {
  types: ['aws_cloudwatch_metric_alarm'],
  read: () => [{ actions: ['cloudwatch:Describe*', 'cloudwatch:ListTagsForResource'], resources: anything }],
  write: (scope: RoleScope) => [changeAlarms(named('cloudwatch', 'alarm:')(scope))],
} satisfies Permission;

/** CloudWatch alarms, and the SNS topics that they are sent to. */
export const alarms: Permission = {
  types: [
    'aws_cloudwatch_metric_alarm',
    'aws_sns_topic',
    'aws_sns_topic_policy',
    'aws_sns_topic_subscription',
  ],
  read: () => [
    {
      actions: ['cloudwatch:Describe*', 'cloudwatch:ListTagsForResource', 'sns:Get*', 'sns:List*'],
      resources: anything,
    },
  ],
  write: (scope) => [
    ...alarmsAlone.write(scope),
    {
      actions: [
        'sns:CreateTopic',
        'sns:DeleteTopic',
        'sns:SetSubscriptionAttributes',
        'sns:SetTopicAttributes',
        'sns:Subscribe',
        'sns:TagResource',
        'sns:UntagResource',
      ],
      resources: named('sns', '')(scope),
    },
    { actions: ['sns:Unsubscribe'], resources: anything, conditions: inRegions(scope) },
  ],
};
