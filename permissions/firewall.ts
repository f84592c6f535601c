import { anything, type Permission } from './permission';

/** Firewalls, Shield Advanced and accelerators. */
export const firewall: Permission = {
  write: ({ accountId }) => [
    {
      actions: ['wafv2:*LoggingConfiguration', 'wafv2:*WebACL', 'wafv2:TagResource', 'wafv2:UntagResource'],
      resources: [
        `arn:aws:wafv2:us-east-1:${accountId}:global/*`,
        `arn:aws:cloudfront::${accountId}:distribution/*`,
      ],
    },
    {
      actions: [
        'shield:Associate*',
        'shield:Create*',
        'shield:Delete*',
        'shield:Disassociate*',
        'shield:TagResource',
        'shield:Update*',
      ],
      resources: anything,
    },
    {
      actions: [
        'globalaccelerator:Create*',
        'globalaccelerator:Delete*',
        'globalaccelerator:TagResource',
        'globalaccelerator:UntagResource',
        'globalaccelerator:Update*',
      ],
      resources: anything,
    },
  ],
};
