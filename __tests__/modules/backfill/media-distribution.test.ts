import { CloudfrontCachePolicy } from '@cdktf/provider-aws/lib/cloudfront-cache-policy';
import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontOriginAccessControl } from '@cdktf/provider-aws/lib/cloudfront-origin-access-control';
import { CloudfrontOriginRequestPolicy } from '@cdktf/provider-aws/lib/cloudfront-origin-request-policy';
import { BUCKET_HEADER, FULL_ORIGIN, ORIGIN_HEADER } from '../../../lambda-src/backfill/signal/miss';
import { MediaDistribution, type MediaDistributionProps } from '../../../modules/backfill/media-distribution';
import { each } from '../../support/each';
import { type Block, Synthesized } from '../../support/synthesize';

const FULL = {
  domainName: 'asia.origin.example.com',
  headers: [{ name: 'x-secret', value: 'secret' }],
  pathFunctionArn: 'arn:full-origin-path',
};
const synthesize = (props: Partial<MediaDistributionProps> = {}) =>
  Synthesized.module((scope) => {
    new MediaDistribution(scope, 'media', {
      deployment: 'demo',
      mediaName: 'media.example.com',
      allowedPrefixes: ['images/', 'video/'],
      viewers: {
        certificateArn: 'arn:certificate',
        webAclArn: 'arn:acl',
        responseHeadersPolicyId: 'headers',
      },
      near: {
        buckets: [
          { originId: 'bucket-europe', regionalDomainName: 'europe.s3.eu-central-1.amazonaws.com' },
          { originId: 'bucket-america', regionalDomainName: 'america.s3.us-west-2.amazonaws.com' },
        ],
        fallbackBucketId: 'bucket-europe',
        routerArn: 'arn:router',
      },
      fullOrigin: FULL,
      missSignal: { missTriggerArn: 'arn:trigger:1' },
      ...props,
    });
  });
const distribution = (props: Partial<MediaDistributionProps> = {}) =>
  synthesize(props).only(CloudfrontDistribution);
const behavior = (pathPattern: string): Block =>
  distribution().ordered_cache_behavior.find(({ path_pattern }: Block) => path_pattern === pathPattern) ?? {};
const origin = (originId: string): Block =>
  distribution().origin.find(({ origin_id }: Block) => origin_id === originId) ?? {};

describe('MediaDistribution', () => {
  it('reads buckets with origin access control', () => {
    expect(origin('bucket-europe').origin_access_control_id).toMatch(/aws_cloudfront_origin_access_control/);
    expect(origin('bucket-america').domain_name).toBe('america.s3.us-west-2.amazonaws.com');
  });

  it('moves on to the full origin for missing objects only', () => {
    expect(distribution().origin_group).toEqual([
      {
        origin_id: 'near-then-full',
        failover_criteria: { status_codes: [404] },
        member: [{ origin_id: 'bucket-europe' }, { origin_id: 'full' }],
      },
    ]);
  });

  it('marks the full origin for the trigger, speaks TLS 1.2 to it, and sends it its headers', () => {
    expect(origin(FULL_ORIGIN)).toMatchObject({
      custom_header: [
        { name: ORIGIN_HEADER, value: FULL_ORIGIN },
        { name: 'x-secret', value: 'secret' },
      ],
      custom_origin_config: { origin_protocol_policy: 'https-only', origin_ssl_protocols: ['TLSv1.2'] },
    });
  });

  it('marks no bucket as the full origin', () => {
    expect(origin('bucket-europe')).not.toHaveProperty('custom_header');
  });

  it.each(['/images/*', '/video/*'])('picks a bucket for %s and reports its misses', (pathPattern) => {
    expect(behavior(pathPattern)).toMatchObject({
      target_origin_id: 'near-then-full',
      function_association: [{ event_type: 'viewer-request', function_arn: 'arn:router' }],
      lambda_function_association: [
        { event_type: 'origin-request', lambda_arn: 'arn:trigger:1', include_body: false },
      ],
    });
  });

  it('shows country and bucket to functions, and keeps both out of the cache key', () => {
    expect(synthesize().only(CloudfrontOriginRequestPolicy).headers_config.headers.items).toEqual([
      'CloudFront-Viewer-Country',
      BUCKET_HEADER,
    ]);
    expect(
      synthesize().only(CloudfrontCachePolicy).parameters_in_cache_key_and_forwarded_to_origin,
    ).toMatchObject({
      headers_config: { header_behavior: 'none' },
      cookies_config: { cookie_behavior: 'none' },
      query_strings_config: { query_string_behavior: 'none' },
    });
  });

  it('lets the worker read the full origin uncached and untouched, without reporting a miss', () => {
    expect(behavior('/.full/images/*')).toMatchObject({
      target_origin_id: 'full',
      viewer_protocol_policy: 'https-only',
      cache_policy_id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      function_association: [{ event_type: 'viewer-request', function_arn: 'arn:full-origin-path' }],
    });
    expect(behavior('/.full/images/*')).not.toHaveProperty('lambda_function_association');
    expect(behavior('/.full/images/*')).not.toHaveProperty('compress');
  });

  it('has no way around the buckets where the full origin can be asked directly', () => {
    expect(
      distribution({ fullOrigin: { ...FULL, pathFunctionArn: undefined } }).ordered_cache_behavior.map(
        ({ path_pattern }: Block) => path_pattern,
      ),
    ).toEqual(['/images/*', '/video/*']);
  });

  it('asks one bucket, and never the full origin, for every other path', () => {
    expect(distribution().default_cache_behavior.target_origin_id).toBe('bucket-europe');
    expect(distribution().default_cache_behavior).not.toHaveProperty('lambda_function_association');
  });

  it('never asks a bucket for its root, which would list it', () => {
    expect(distribution().default_root_object).toBe('index.html');
  });

  it('serves its name over TLS 1.2 or newer, behind the web ACL, with the security headers', () => {
    expect(distribution()).toMatchObject({
      aliases: ['media.example.com'],
      web_acl_id: 'arn:acl',
      viewer_certificate: {
        acm_certificate_arn: 'arn:certificate',
        minimum_protocol_version: 'TLSv1.2_2021',
        ssl_support_method: 'sni-only',
      },
    });
    const { default_cache_behavior, ordered_cache_behavior } = distribution();
    for (const each of [default_cache_behavior, ...ordered_cache_behavior]) {
      expect(each.response_headers_policy_id).toBe('headers');
      expect(each.viewer_protocol_policy).toMatch(/^(redirect-to-https|https-only)$/);
    }
  });
});

describe('MediaDistribution with miss origins', () => {
  const missOrigins = [
    {
      originId: 'misses-america',
      bucketOriginId: 'bucket-america',
      domainName: 'a.lambda-url.us-west-2.on.aws',
    },
    {
      originId: 'misses-europe',
      bucketOriginId: 'bucket-europe',
      domainName: 'e.lambda-url.eu-central-1.on.aws',
    },
  ];
  const props: Partial<MediaDistributionProps> = { missSignal: { missOrigins } };
  const origins: Block[] = distribution(props).origin;
  const accessControls = synthesize(props).all(CloudfrontOriginAccessControl);

  it('has no trigger on the way to any origin', () => {
    for (const behavior of each(distribution(props).ordered_cache_behavior)) {
      expect(behavior).not.toHaveProperty('lambda_function_association');
    }
  });

  it('moves on to the miss origin of the fallback bucket where the router decides nothing', () => {
    expect(distribution(props).origin_group[0]).toMatchObject({
      failover_criteria: { status_codes: [404] },
      member: [{ origin_id: 'bucket-europe' }, { origin_id: 'misses-europe' }],
    });
  });

  it('signs every request to them, over TLS 1.2, and marks none of them as the full origin', () => {
    expect(accessControls.map((each) => each.origin_access_control_origin_type).sort()).toEqual([
      'lambda',
      's3',
    ]);
    const missOrigins = origins.filter(({ origin_id }) => origin_id.startsWith('misses-'));
    expect(missOrigins).toHaveLength(2);
    for (const each of missOrigins) {
      expect(each.origin_access_control_id).toMatch(/miss-access/);
      expect(each.custom_origin_config).toMatchObject({ origin_protocol_policy: 'https-only' });
      expect(each).not.toHaveProperty('custom_header');
    }
  });

  it('lets their answers say that they are not to be kept', () => {
    expect(synthesize(props).only(CloudfrontCachePolicy).min_ttl).toBe(0);
  });
});
