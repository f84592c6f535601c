import { EDGE_REGION } from '../modules/edge/edge-region';
import { anything, inRegions, named, type Permission } from './permission';

/** Nothing of what viewers send: neither sampled requests nor addresses that asked too often. */
const READ_FIREWALLS = ['wafv2:GetLoggingConfiguration', 'wafv2:GetWebACL*', 'wafv2:List*'];

/** WAF in front of distributions. */
export const firewalls: Permission = {
  types: ['aws_wafv2_web_acl', 'aws_wafv2_web_acl_logging_configuration'],
  read: () => [{ actions: READ_FIREWALLS, resources: anything }],
  write: ({ accountId }) => [
    {
      actions: [
        'wafv2:CreateWebACL',
        'wafv2:DeleteLoggingConfiguration',
        'wafv2:DeleteWebACL',
        'wafv2:PutLoggingConfiguration',
        'wafv2:TagResource',
        'wafv2:UntagResource',
        'wafv2:UpdateWebACL',
      ],
      resources: [
        `arn:aws:wafv2:${EDGE_REGION}:${accountId}:global/*`,
        `arn:aws:cloudfront::${accountId}:distribution/*`,
      ],
    },
  ],
};

/** WAF in front of load balancers, in the stack's own regions. */
export const regionalFirewalls: Permission = {
  types: ['aws_wafv2_web_acl', 'aws_wafv2_web_acl_association', 'aws_wafv2_web_acl_logging_configuration'],
  read: () => [
    {
      // Asking WAF for a load balancer's web ACL asks Elastic Load Balancing, too:
      // https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html#security_iam_action-additions
      actions: ['elasticloadbalancing:GetLoadBalancerWebACL', ...READ_FIREWALLS],
      resources: anything,
    },
  ],
  write: (scope) => [
    {
      actions: [
        'wafv2:AssociateWebACL',
        'wafv2:CreateWebACL',
        'wafv2:DeleteLoggingConfiguration',
        'wafv2:DeleteWebACL',
        'wafv2:DisassociateWebACL',
        'wafv2:PutLoggingConfiguration',
        'wafv2:TagResource',
        'wafv2:UntagResource',
        'wafv2:UpdateWebACL',
      ],
      resources: [
        ...named('wafv2', 'regional/webacl/')(scope),
        'arn:aws:wafv2:*:*:regional/managedruleset/*',
        ...named('elasticloadbalancing', 'loadbalancer/app/')(scope),
      ],
      conditions: inRegions(scope),
    },
    // What AWS asks for beside them; it knows no load balancers for the last, which does nothing without the others.
    {
      actions: [
        'elasticloadbalancing:CreateWebACLAssociation',
        'elasticloadbalancing:DeleteWebACLAssociation',
      ],
      resources: named('elasticloadbalancing', 'loadbalancer/app/')(scope),
      conditions: inRegions(scope),
    },
    { actions: ['elasticloadbalancing:SetWebAcl'], resources: anything, conditions: inRegions(scope) },
  ],
};

/** Shield Advanced. */
export const shield: Permission = {
  types: ['aws_shield_protection', 'aws_shield_subscription'],
  read: () => [{ actions: ['shield:Describe*', 'shield:Get*', 'shield:List*'], resources: anything }],
  write: () => [
    {
      actions: [
        'shield:CreateProtection',
        'shield:CreateSubscription',
        'shield:DeleteProtection',
        'shield:TagResource',
        'shield:UntagResource',
        'shield:UpdateSubscription',
      ],
      resources: anything,
    },
  ],
};
