import { CloudfrontCachePolicy } from '@cdktf/provider-aws/lib/cloudfront-cache-policy';
import { CloudfrontOriginRequestPolicy } from '@cdktf/provider-aws/lib/cloudfront-origin-request-policy';
import { CloudfrontResponseHeadersPolicy } from '@cdktf/provider-aws/lib/cloudfront-response-headers-policy';
import { RequestPolicies } from '../../../modules/edge/request-policies';
import { ResponseHeaders, type ResponseHeadersProps } from '../../../modules/edge/response-headers';
import { Synthesized } from '../../support/synthesize';

describe('RequestPolicies', () => {
  const policies = Synthesized.module((scope) => {
    new RequestPolicies(scope, 'policies', { name: 'site', regionHeader: 'x-region' });
  });
  const cache = policies.only(CloudfrontCachePolicy);

  it('keep one copy per host, region, CORS origin, credentials and query, and none per country', () => {
    const key = cache.parameters_in_cache_key_and_forwarded_to_origin;

    expect(key.headers_config.headers.items).toEqual(['Host', 'Origin', 'Authorization', 'x-region']);
    expect(key.query_strings_config.query_string_behavior).toBe('all');
    expect(JSON.stringify(cache)).not.toMatch(/country/i);
  });

  it('store nothing that the origin does not say how long to store', () => {
    expect(cache).toMatchObject({ min_ttl: 0, default_ttl: 0, max_ttl: 31_536_000 });
  });

  it('let the country reach the function, and all that viewers send reach the origin', () => {
    expect(policies.only(CloudfrontOriginRequestPolicy)).toMatchObject({
      headers_config: {
        header_behavior: 'allViewerAndWhitelistCloudFront',
        headers: { items: ['CloudFront-Viewer-Country'] },
      },
      cookies_config: { cookie_behavior: 'all' },
      query_strings_config: { query_string_behavior: 'all' },
    });
  });
});

describe('ResponseHeaders', () => {
  const policyWith = (hsts: ResponseHeadersProps['hsts']) =>
    Synthesized.module((scope) => {
      new ResponseHeaders(scope, 'headers', {
        name: 'edge',
        hsts,
        allowedOrigins: ['https://app.example.com'],
        allowedMethods: ['GET', 'POST'],
        allowedHeaders: ['authorization'],
        allowCredentials: true,
        maxAgeSeconds: 600,
      });
    }).only(CloudfrontResponseHeadersPolicy);
  const policy = policyWith({ includeSubdomains: false, preload: false });

  it('says HTTPS only, no sniffing, no frames and short referrers over whatever the origin says', () => {
    expect(policy.security_headers_config).toEqual({
      strict_transport_security: {
        access_control_max_age_sec: 63_072_000,
        include_subdomains: false,
        preload: false,
        override: true,
      },
      content_type_options: { override: true },
      frame_options: { frame_option: 'DENY', override: true },
      referrer_policy: { referrer_policy: 'strict-origin-when-cross-origin', override: true },
    });
  });

  it('demands HTTPS of names below, and before the first visit, only where it is asked for', () => {
    const asked = policyWith({ includeSubdomains: true, preload: true });

    expect(asked.security_headers_config.strict_transport_security).toMatchObject({
      include_subdomains: true,
      preload: true,
    });
  });

  it('lets the pages of the allow-list in and no others', () => {
    expect(policy.cors_config).toEqual({
      access_control_allow_credentials: true,
      access_control_allow_headers: { items: ['authorization'] },
      access_control_allow_methods: { items: ['GET', 'POST'] },
      access_control_allow_origins: { items: ['https://app.example.com'] },
      access_control_max_age_sec: 600,
      origin_override: true,
    });
  });
});
