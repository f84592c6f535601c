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
        'elasticloadbalancing:AddTags',
        'elasticloadbalancing:CreateListener',
        'elasticloadbalancing:CreateLoadBalancer',
        'elasticloadbalancing:CreateRule',
        'elasticloadbalancing:CreateTargetGroup',
        'elasticloadbalancing:DeleteListener',
        'elasticloadbalancing:DeleteLoadBalancer',
        'elasticloadbalancing:DeleteRule',
        'elasticloadbalancing:DeleteTargetGroup',
        'elasticloadbalancing:DeregisterTargets',
        'elasticloadbalancing:ModifyListener',
        'elasticloadbalancing:ModifyListenerAttributes',
        'elasticloadbalancing:ModifyLoadBalancerAttributes',
        'elasticloadbalancing:ModifyRule',
        'elasticloadbalancing:ModifyTargetGroup',
        'elasticloadbalancing:ModifyTargetGroupAttributes',
        'elasticloadbalancing:RegisterTargets',
        'elasticloadbalancing:RemoveTags',
        'elasticloadbalancing:SetIpAddressType',
        'elasticloadbalancing:SetRulePriorities',
        'elasticloadbalancing:SetSecurityGroups',
        'elasticloadbalancing:SetSubnets',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
    {
      // Elastic Load Balancing looks at the groups of a load balancer with the rights of whoever makes it.
      actions: ['ec2:GetSecurityGroupsForVpc'],
      resources: anything,
      conditions: inRegions(scope),
    },
  ],
};
