import { anything, type Permission } from './permission';

/**
 * Denies what belongs to other stacks. Names are shared by a deployment; the tag that every resource carries, and may
 * not be given anew, tells its stacks apart.
 */
export const leaveOtherStacksAlone: Permission = {
  types: [],
  write: ({ stackId }) => [
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
};
