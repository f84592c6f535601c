import { anything, type Permission } from './permission';

/** Distributions, with their functions, policies and key value stores. */
export const distributions: Permission = {
  read: () => [
    {
      actions: [
        'cloudfront:Describe*',
        'cloudfront:Get*',
        'cloudfront:List*',
        'cloudfront-keyvaluestore:Describe*',
        'cloudfront-keyvaluestore:Get*',
        'cloudfront-keyvaluestore:List*',
        'globalaccelerator:Describe*',
        'globalaccelerator:List*',
        'shield:Describe*',
        'shield:Get*',
        'shield:List*',
        'wafv2:Get*',
        'wafv2:List*',
      ],
      resources: anything,
    },
  ],
  write: ({ accountId }) => [
    {
      actions: [
        'cloudfront:Create*',
        'cloudfront:Update*',
        'cloudfront:Delete*',
        'cloudfront:PublishFunction',
        'cloudfront:TagResource',
        'cloudfront:UntagResource',
        'cloudfront-keyvaluestore:PutKey',
        'cloudfront-keyvaluestore:DeleteKey',
        'cloudfront-keyvaluestore:UpdateKeys',
      ],
      resources: [`arn:aws:cloudfront::${accountId}:*`],
    },
  ],
};
