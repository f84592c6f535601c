import { anything, inRegions, type Permission } from './permission';

/** Load balancers, their listeners and their targets. */
export const loadBalancers: Permission = {
  types: [
    'aws_lb',
    'aws_lb_listener',
    'aws_lb_listener_rule',
    'aws_lb_target_group',
    'aws_lb_target_group_attachment',
  ],
  read: () => [{ actions: ['elasticloadbalancing:Describe*'], resources: anything }],
  write: (scope) => [
    {
      actions: [
        'elasticloadbalancing:Add*',
        'elasticloadbalancing:Create*',
        'elasticloadbalancing:Delete*',
        'elasticloadbalancing:Modify*',
        'elasticloadbalancing:RegisterTargets',
        'elasticloadbalancing:DeregisterTargets',
        'elasticloadbalancing:RemoveTags',
        'elasticloadbalancing:Set*',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
  ],
};
