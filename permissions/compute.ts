import { anything, inRegions, type Permission } from './permission';

/** Instances, their scaling, and the load balancers in front of them. */
export const compute: Permission = {
  read: ({ accountId }) => [
    {
      actions: ['autoscaling:Describe*', 'elasticloadbalancing:Describe*', 'globalaccelerator:Describe*'],
      resources: anything,
    },
    { actions: ['ssm:GetParameter'], resources: ['arn:aws:ssm:*::parameter/aws/service/*'] },
    { actions: ['ssm:DescribeParameters'], resources: [`arn:aws:ssm:*:${accountId}:*`] },
  ],
  write: (scope) => [
    {
      actions: [
        'autoscaling:Create*',
        'autoscaling:Update*',
        'autoscaling:Delete*',
        'autoscaling:Put*',
        'autoscaling:Set*',
        'autoscaling:*InstanceRefresh',
        'autoscaling:*MetricsCollection',
        'elasticloadbalancing:Add*',
        'elasticloadbalancing:Create*',
        'elasticloadbalancing:Delete*',
        'elasticloadbalancing:Modify*',
        'elasticloadbalancing:RegisterTargets',
        'elasticloadbalancing:DeregisterTargets',
        'elasticloadbalancing:RemoveTags',
        'elasticloadbalancing:Set*',
        'ec2:RunInstances',
        'ec2:*LaunchTemplate*',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
    {
      actions: ['globalaccelerator:*EndpointGroup', 'globalaccelerator:TagResource'],
      resources: [`arn:aws:globalaccelerator::${scope.accountId}:accelerator/*`],
    },
  ],
};
