import { anything, namesOf, type Permission, type PermissionScope } from './permission';

const read: Permission['read'] = () => [
  { actions: ['cloudfront:Describe*', 'cloudfront:Get*', 'cloudfront:List*'], resources: anything },
];

/** Their ids are AWS's own. */
const allOf = ({ accountId }: PermissionScope, ...types: string[]) =>
  types.map((type) => `arn:aws:cloudfront::${accountId}:${type}/*`);

/** CloudFront: distributions, with their functions and policies. */
export const distributions: Permission = {
  types: [
    'aws_cloudfront_cache_policy',
    'aws_cloudfront_distribution',
    'aws_cloudfront_function',
    'aws_cloudfront_origin_request_policy',
  ],
  read,
  write: (scope) => [
    {
      actions: [
        'cloudfront:CreateCachePolicy',
        'cloudfront:CreateDistribution',
        'cloudfront:CreateFunction',
        'cloudfront:CreateOriginRequestPolicy',
      ],
      resources: anything,
    },
    {
      actions: [
        // Access logs.
        'cloudfront:AllowVendedLogDeliveryForResource',
        'cloudfront:DeleteDistribution',
        'cloudfront:TagResource',
        'cloudfront:UntagResource',
        'cloudfront:UpdateDistribution',
      ],
      resources: allOf(scope, 'distribution'),
    },
    {
      actions: ['cloudfront:DeleteFunction', 'cloudfront:PublishFunction', 'cloudfront:UpdateFunction'],
      resources: allOf(scope, 'function').flatMap((all) =>
        namesOf(scope).map((name) => all.replace('*', name)),
      ),
    },
    {
      actions: [
        'cloudfront:DeleteCachePolicy',
        'cloudfront:DeleteOriginRequestPolicy',
        'cloudfront:UpdateCachePolicy',
        'cloudfront:UpdateOriginRequestPolicy',
      ],
      resources: allOf(scope, 'cache-policy', 'origin-request-policy'),
    },
  ],
};

/** CloudFront: how distributions sign what they ask of buckets and functions. */
export const originAccess: Permission = {
  types: ['aws_cloudfront_origin_access_control'],
  read,
  write: (scope) => [
    { actions: ['cloudfront:CreateOriginAccessControl'], resources: anything },
    {
      actions: ['cloudfront:DeleteOriginAccessControl', 'cloudfront:UpdateOriginAccessControl'],
      resources: allOf(scope, 'origin-access-control'),
    },
  ],
};

/** CloudFront: what every distribution of the platform shares; of a store not its keys, which are data. */
export const edgeSettings: Permission = {
  types: ['aws_cloudfront_key_value_store', 'aws_cloudfront_response_headers_policy'],
  read,
  write: (scope) => [
    {
      actions: ['cloudfront:CreateKeyValueStore', 'cloudfront:CreateResponseHeadersPolicy'],
      resources: anything,
    },
    {
      actions: [
        'cloudfront:DeleteKeyValueStore',
        'cloudfront:DeleteResponseHeadersPolicy',
        'cloudfront:UpdateKeyValueStore',
        'cloudfront:UpdateResponseHeadersPolicy',
      ],
      resources: allOf(scope, 'key-value-store', 'response-headers-policy'),
    },
  ],
};
