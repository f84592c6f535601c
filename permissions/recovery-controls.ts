import { anything, type Permission } from './permission';

/**
 * Amazon Application Recovery Controller: clusters, and what is in them. The states of routing controls are of another API, and no
 * role of CI's may ask for them or switch any. ARNs have ids only, and the provider sets no tags here: in an account with several
 * deployments, their roles cannot be told apart.
 */
export const recoveryControls: Permission = {
  types: [
    'aws_route53recoverycontrolconfig_cluster',
    'aws_route53recoverycontrolconfig_control_panel',
    'aws_route53recoverycontrolconfig_routing_control',
    'aws_route53recoverycontrolconfig_safety_rule',
  ],
  read: () => [
    {
      actions: ['route53-recovery-control-config:Describe*', 'route53-recovery-control-config:List*'],
      resources: anything,
    },
  ],
  write: ({ accountId }) => [
    // AWS asks for no resource where there is none yet.
    { actions: ['route53-recovery-control-config:CreateCluster'], resources: anything },
    {
      // What is made in a cluster is made with the cluster's ARN.
      actions: [
        'route53-recovery-control-config:DeleteCluster',
        ...['Create', 'Delete', 'Update'].flatMap((verb) =>
          ['ControlPanel', 'RoutingControl', 'SafetyRule'].map(
            (noun) => `route53-recovery-control-config:${verb}${noun}`,
          ),
        ),
      ],
      resources: ['cluster', 'controlpanel'].map(
        (type) => `arn:aws:route53-recovery-control::${accountId}:${type}/*`,
      ),
    },
  ],
};
