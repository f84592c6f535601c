import { EDGE_REGION } from '../modules/edge/edge-region';
import { anything, type Permission } from './permission';

/** WAF in front of distributions. */
export const firewalls: Permission = {
  types: ['aws_wafv2_web_acl', 'aws_wafv2_web_acl_logging_configuration'],
  read: () => [{ actions: ['wafv2:Get*', 'wafv2:List*'], resources: anything }],
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
