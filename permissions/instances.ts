import { ec2Tags } from './networks';
import { anything, inRegions, type Permission } from './permission';

/** Instances: templates, groups that scale, and images: those that AWS names in parameters, and copies of our own. */
export const instances: Permission = {
  types: [
    'aws_autoscaling_group',
    'aws_autoscaling_policy',
    'aws_ecr_replication_configuration',
    'aws_launch_template',
  ],
  read: () => [
    { actions: ['autoscaling:Describe*', 'ec2:Describe*', 'ecr:DescribeRegistry'], resources: anything },
    {
      actions: ['ssm:GetParameter', 'ssm:GetParameters'],
      resources: ['arn:aws:ssm:*::parameter/aws/service/*'],
    },
  ],
  write: (scope) => [
    {
      actions: [
        'autoscaling:AttachLoadBalancerTargetGroups',
        'autoscaling:AttachTrafficSources',
        'autoscaling:CancelInstanceRefresh',
        'autoscaling:CreateAutoScalingGroup',
        'autoscaling:CreateOrUpdateTags',
        'autoscaling:DeleteAutoScalingGroup',
        'autoscaling:DeletePolicy',
        'autoscaling:DeleteTags',
        'autoscaling:DetachLoadBalancerTargetGroups',
        'autoscaling:DetachTrafficSources',
        'autoscaling:DisableMetricsCollection',
        'autoscaling:EnableMetricsCollection',
        'autoscaling:PutScalingPolicy',
        'autoscaling:StartInstanceRefresh',
        'autoscaling:UpdateAutoScalingGroup',
        'ec2:CreateLaunchTemplate',
        'ec2:CreateLaunchTemplateVersion',
        'ec2:DeleteLaunchTemplate',
        'ec2:ModifyLaunchTemplate',
        'ec2:RunInstances',
        'ecr:PutReplicationConfiguration',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
    ec2Tags(scope, 'instance', 'launch-template', 'network-interface', 'volume'),
  ],
  use: ({ accountId }) => [
    {
      sid: 'PullImage',
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      // Images may be another account's.
      resources: ['arn:aws:ecr:*:*:repository/*'],
    },
    {
      sid: 'BeReachedWithoutSsh',
      actions: ['ssm:UpdateInstanceInformation'],
      resources: [`arn:aws:ec2:*:${accountId}:instance/*`],
    },
    {
      // AWS knows no resources for these.
      sid: 'OpenChannels',
      actions: [
        'ecr:GetAuthorizationToken',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      resources: anything,
    },
  ],
};
