import { CloudfrontCachePolicy } from '@cdktf/provider-aws/lib/cloudfront-cache-policy';
import { CloudfrontOriginAccessControl } from '@cdktf/provider-aws/lib/cloudfront-origin-access-control';
import { CloudfrontOriginRequestPolicy } from '@cdktf/provider-aws/lib/cloudfront-origin-request-policy';
import type { Construct } from 'constructs';
import type { BUCKET_HEADER } from '../../lambda-src/backfill/signal/miss';

export interface MediaPolicies {
  readonly bucketAccessId: string;
  /** Undefined where there are no miss origins. */
  readonly missAccessId: string | undefined;
  readonly cachePolicyId: string;
  readonly originRequestPolicyId: string;
}

/** What the miss trigger looks for; the type keeps both sides equal. */
const CHOSEN_BUCKET: typeof BUCKET_HEADER = 'x-meridian-bucket';
const DAY_SECONDS = 24 * 60 * 60;

/** What the media distribution signs, keeps and passes on. */
export function mediaPolicies(scope: Construct, deployment: string, hasMissOrigins: boolean): MediaPolicies {
  const access = (id: string, name: string, type: string, description: string) =>
    new CloudfrontOriginAccessControl(scope, id, {
      name: `${deployment}-${name}`,
      description,
      originAccessControlOriginType: type,
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
      // The distribution lets go of it first.
      lifecycle: { createBeforeDestroy: true },
    }).id;
  const bucketAccessId = access('bucket-access', 'media', 's3', 'Signs every request to the near buckets.');
  const missAccessId = hasMissOrigins
    ? access('miss-access', 'misses', 'lambda', 'Signs every request to the miss origins.')
    : undefined;
  // Objects are the same in every bucket, so nothing of the viewer is in the key. The minimum lets miss origins say no.
  const cachePolicy = new CloudfrontCachePolicy(scope, 'cache-policy', {
    name: `${deployment}-media`,
    comment: 'One copy per path and content coding; the origin says for how long.',
    minTtl: 0,
    defaultTtl: DAY_SECONDS,
    maxTtl: 365 * DAY_SECONDS,
    parametersInCacheKeyAndForwardedToOrigin: {
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
      cookiesConfig: { cookieBehavior: 'none' },
      headersConfig: { headerBehavior: 'none' },
      queryStringsConfig: { queryStringBehavior: 'none' },
    },
  });
  // Functions and triggers only see the headers that a policy names.
  const originRequestPolicy = new CloudfrontOriginRequestPolicy(scope, 'origin-request-policy', {
    name: `${deployment}-media`,
    comment: 'The country for the router, and its choice for the miss trigger.',
    cookiesConfig: { cookieBehavior: 'none' },
    headersConfig: {
      headerBehavior: 'whitelist',
      headers: { items: ['CloudFront-Viewer-Country', CHOSEN_BUCKET] },
    },
    queryStringsConfig: { queryStringBehavior: 'none' },
  });
  return {
    bucketAccessId,
    missAccessId,
    cachePolicyId: cachePolicy.id,
    originRequestPolicyId: originRequestPolicy.id,
  };
}
