import { CloudfrontCachePolicy } from '@cdktf/provider-aws/lib/cloudfront-cache-policy';
import { CloudfrontOriginRequestPolicy } from '@cdktf/provider-aws/lib/cloudfront-origin-request-policy';
import { Construct } from 'constructs';

export interface RequestPoliciesProps {
  readonly name: string;
  /** Header in which the edge function says which region serves. */
  readonly regionHeader: string;
}

const ONE_YEAR_SECONDS = 31_536_000;

/**
 * What of a viewer's request makes a cached answer its own, and what reaches the origin.
 *
 * The country reaches the edge function because the origin request policy asks for it. It stays out of the cache key,
 * which would hold some 250 copies of everything: there, the region stands for it.
 */
export class RequestPolicies extends Construct {
  public readonly cachePolicyId: string;
  public readonly originRequestPolicyId: string;

  constructor(scope: Construct, id: string, { name, regionHeader }: RequestPoliciesProps) {
    super(scope, id);
    const cache = new CloudfrontCachePolicy(this, 'cache', {
      name,
      comment:
        'One copy per host, region, CORS origin, credentials and query; stored only as the origin says.',
      minTtl: 0,
      defaultTtl: 0,
      maxTtl: ONE_YEAR_SECONDS,
      parametersInCacheKeyAndForwardedToOrigin: {
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
        headersConfig: {
          headerBehavior: 'whitelist',
          headers: { items: ['Host', 'Origin', 'Authorization', regionHeader] },
        },
        cookiesConfig: { cookieBehavior: 'none' },
        queryStringsConfig: { queryStringBehavior: 'all' },
      },
    });
    const originRequest = new CloudfrontOriginRequestPolicy(this, 'origin-request', {
      name,
      comment: 'Everything the viewer sent, and its country.',
      headersConfig: {
        headerBehavior: 'allViewerAndWhitelistCloudFront',
        headers: { items: ['CloudFront-Viewer-Country'] },
      },
      cookiesConfig: { cookieBehavior: 'all' },
      queryStringsConfig: { queryStringBehavior: 'all' },
    });
    this.cachePolicyId = cache.id;
    this.originRequestPolicyId = originRequest.id;
  }
}
