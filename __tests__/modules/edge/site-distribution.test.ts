import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { SiteDistribution, type SiteDistributionProps } from '../../../modules/edge/site-distribution';
import type { Surroundings } from '../../../modules/surroundings';
import { each } from '../../support/each';
import { type Block, Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<SiteDistributionProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    new SiteDistribution(scope, 'site', {
      comment: 'Site',
      domainNames: ['example.com', 'www.example.com'],
      certificateArn: 'arn:certificate',
      origins: [
        { id: 'nearest', domainName: 'nearest.origin.example.com' },
        { id: 'asia', domainName: 'asia.origin.example.com' },
      ],
      originHeader: { name: 'x-origin-secret', value: '${secret}' },
      functions: { viewerRequestArn: 'arn:function' },
      policies: {
        cachePolicyId: 'cache',
        originRequestPolicyId: 'origin-request',
        responseHeadersPolicyId: 'response-headers',
      },
      webAclArn: 'arn:acl',
      ...props,
    });
  }, around).only(CloudfrontDistribution);

describe('SiteDistribution', () => {
  it('shows answers to a function only where it is given one', () => {
    const events = (props: Partial<SiteDistributionProps>) =>
      synthesize(props).default_cache_behavior.function_association.map(
        ({ event_type, function_arn }: Record<string, string>) => [event_type, function_arn],
      );

    expect(events({})).toEqual([['viewer-request', 'arn:function']]);
    expect(
      events({ functions: { viewerRequestArn: 'arn:function', viewerResponseArn: 'arn:response' } }),
    ).toEqual([
      ['viewer-request', 'arn:function'],
      ['viewer-response', 'arn:response'],
    ]);
  });

  it('answers for its names with their certificate, TLS 1.2 or newer', () => {
    expect(synthesize()).toMatchObject({
      aliases: ['example.com', 'www.example.com'],
      viewer_certificate: {
        acm_certificate_arn: 'arn:certificate',
        minimum_protocol_version: 'TLSv1.2_2021',
        ssl_support_method: 'sni-only',
      },
    });
  });

  it('fetches from every origin over TLS 1.2 alone, with the header that proves who asks', () => {
    const origins = synthesize().origin;

    expect(origins).toHaveLength(2);
    for (const origin of origins) {
      expect(origin.custom_origin_config).toMatchObject({
        origin_protocol_policy: 'https-only',
        origin_ssl_protocols: ['TLSv1.2'],
      });
      expect(origin.custom_header).toEqual([{ name: 'x-origin-secret', value: '${secret}' }]);
    }
  });

  it('gives an origin up after six seconds, so that a second one can answer', () => {
    for (const { connection_attempts, connection_timeout } of each<Block>(synthesize().origin)) {
      expect(connection_attempts * connection_timeout).toBe(6);
    }
  });

  it('shows every request to the function, and serves from the first origin where it decides nothing', () => {
    expect(synthesize().default_cache_behavior).toMatchObject({
      target_origin_id: 'nearest',
      function_association: [{ event_type: 'viewer-request', function_arn: 'arn:function' }],
    });
  });

  it('takes HTTPS, every method, and its policies, and has no behaviour without them', () => {
    const distribution = synthesize();

    expect(distribution.default_cache_behavior).toMatchObject({
      viewer_protocol_policy: 'redirect-to-https',
      allowed_methods: expect.arrayContaining(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']),
      cache_policy_id: 'cache',
      origin_request_policy_id: 'origin-request',
      response_headers_policy_id: 'response-headers',
    });
    expect(distribution).not.toHaveProperty('ordered_cache_behavior');
  });

  it('stands behind the firewall and serves every country', () => {
    expect(synthesize()).toMatchObject({
      web_acl_id: 'arn:acl',
      restrictions: { geo_restriction: { restriction_type: 'none' } },
    });
  });

  it('remembers no error for longer than the origin says', () => {
    const errors = synthesize().custom_error_response;

    expect(errors.map(({ error_code }: { error_code: number }) => error_code)).toEqual([
      404, 414, 500, 501, 502, 503, 504,
    ]);
    for (const { error_caching_min_ttl } of errors) {
      expect(error_caching_min_ttl).toBe(0);
    }
  });

  it('is guarded against deletion unless the deployment is thrown away', () => {
    expect(synthesize().lifecycle.prevent_destroy).toBe(true);
    expect(synthesize({}, { deletionProtection: false }).lifecycle.prevent_destroy).toBe(false);
  });

  it('needs an origin', () => {
    expect(() => synthesize({ origins: [] })).toThrow(
      'site distribution: expected at least one origin, got none',
    );
  });
});
