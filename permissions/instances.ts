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
        'autoscaling:Attach*',
        'autoscaling:Create*',
        'autoscaling:Delete*',
        'autoscaling:Detach*',
        'autoscaling:Put*',
        'autoscaling:Set*',
        'autoscaling:Update*',
        'autoscaling:*InstanceRefresh',
        'autoscaling:*MetricsCollection',
        'ec2:CreateTags',
        'ec2:DeleteTags',
        'ec2:RunInstances',
        'ec2:*LaunchTemplate*',
        'ecr:PutReplicationConfiguration',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
  ],
};
