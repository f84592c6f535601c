import { anything, type Permission } from './permission';

/** CloudFront: distributions, with their functions, policies and key value stores. */
export const distributions: Permission = {
  types: [
    'aws_cloudfront_cache_policy',
    'aws_cloudfront_distribution',
    'aws_cloudfront_function',
    'aws_cloudfront_key_value_store',
    'aws_cloudfront_origin_access_control',
    'aws_cloudfront_origin_request_policy',
    'aws_cloudfront_response_headers_policy',
  ],
  read: () => [
    {
      actions: [
        'cloudfront:Describe*',
        'cloudfront:Get*',
        'cloudfront:List*',
        'cloudfront-keyvaluestore:Describe*',
        'cloudfront-keyvaluestore:Get*',
        'cloudfront-keyvaluestore:List*',
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
