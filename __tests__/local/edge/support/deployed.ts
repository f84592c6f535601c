import { CloudFront } from 'local-aws/emulators/cloudfront';
import type { AwsResponse } from 'local-aws/emulators/emulator';
import { buildXml, listing, parseXml, type Tree, text } from 'local-aws/emulators/xml';
import { request } from '../../../../packages/local-aws/__tests__/emulators/request';
import type { Block, Synthesized } from '../../../support/synthesize';

const API = '/2020-05-31';

/** What other services would have answered for: references to anything but CloudFront's resources. */
const ELSEWHERE: readonly (readonly [reference: RegExp, value: string])[] = [
  [/certificate/, 'arn:aws:acm:us-east-1:123456789012:certificate/8f1b1d0e-1111-2222-3333-444455556666'],
  [/web_acl|wafv2/, 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1'],
  [/secret/, 'known-to-the-load-balancers'],
];

/**
 * Deploys a stack's CloudFront resources into an emulator, as Terraform's provider would: one after the other, each
 * reference replaced by what the one before was given.
 */
export function deploy({ document }: Synthesized, cloudFront = new CloudFront()): CloudFront {
  const given = new Map<string, string>();
  const value = (raw: unknown): string =>
    String(raw).replace(/^\$\{(.+)\}$/, (_, reference: string) => {
      const known = given.get(reference) ?? ELSEWHERE.find(([pattern]) => pattern.test(reference))?.[1];
      if (known === undefined) throw new Error(`nothing is known of ${reference}`);
      return known;
    });
  const call = (path: string, root: string, content: Tree, ifMatch?: string): AwsResponse => {
    const body = buildXml(root, content);
    const answer = cloudFront.handle(request('POST', `${API}/${path}`, { body, ifMatch }));
    if (answer.status >= 300) throw new Error(`${path}: ${String(answer.body)}`);
    return answer;
  };
  const each = (type: string, create: (block: Block, address: string) => void) => {
    for (const [name, block] of Object.entries(document.resource?.[type] ?? {}))
      create(block, `${type}.${name}`);
  };
  const keepId = (address: string, answer: AwsResponse) => {
    given.set(`${address}.id`, text(parseXml(String(answer.body))?.[1] ?? {}, 'Id') ?? '');
  };

  each('aws_cloudfront_key_value_store', (block, address) => {
    const answer = call('key-value-store', 'CreateKeyValueStoreRequest', { Name: block.name });
    given.set(`${address}.arn`, text(parseXml(String(answer.body))?.[1] ?? {}, 'ARN') ?? '');
  });
  each('aws_cloudfront_function', (block, address) => {
    const stores = (block.key_value_store_associations ?? []).map((arn: string) => ({
      KeyValueStoreARN: value(arn),
    }));
    const code = String(block.code).replace(/([$%])\1\{/g, '$1{');
    const created = call('function', 'CreateFunctionRequest', {
      Name: block.name,
      FunctionConfig: {
        Comment: '',
        Runtime: block.runtime,
        KeyValueStoreAssociations: listing('KeyValueStoreAssociation', stores),
      },
      FunctionCode: Buffer.from(code).toString('base64'),
    });
    call(`function/${block.name}/publish`, 'PublishFunctionRequest', {}, created.headers?.etag);
    const metadata = parseXml(String(created.body))?.[1] ?? {};
    given.set(`${address}.arn`, text(metadata, 'FunctionMetadata', 'FunctionARN') ?? '');
  });
  each('aws_cloudfront_cache_policy', (block, address) => {
    const key = block.parameters_in_cache_key_and_forwarded_to_origin;
    keepId(
      address,
      call('cache-policy', 'CachePolicyConfig', {
        Name: block.name,
        MinTTL: String(block.min_ttl),
        DefaultTTL: String(block.default_ttl),
        MaxTTL: String(block.max_ttl),
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingGzip: String(key.enable_accept_encoding_gzip),
          EnableAcceptEncodingBrotli: String(key.enable_accept_encoding_brotli),
          ...selections(key),
        },
      }),
    );
  });
  each('aws_cloudfront_origin_request_policy', (block, address) => {
    const config = { Name: block.name, ...selections(block) };
    keepId(address, call('origin-request-policy', 'OriginRequestPolicyConfig', config));
  });
  each('aws_cloudfront_response_headers_policy', (block, address) => {
    const cors = block.cors_config;
    keepId(
      address,
      call('response-headers-policy', 'ResponseHeadersPolicyConfig', {
        Name: block.name,
        CorsConfig: {
          AccessControlAllowOrigins: listing('Origin', cors.access_control_allow_origins.items),
          AccessControlAllowHeaders: listing('Header', cors.access_control_allow_headers.items),
          AccessControlAllowMethods: listing('Method', cors.access_control_allow_methods.items),
          AccessControlAllowCredentials: String(cors.access_control_allow_credentials),
          AccessControlMaxAgeSec: String(cors.access_control_max_age_sec),
          OriginOverride: String(cors.origin_override),
        },
        SecurityHeadersConfig: { ContentTypeOptions: { Override: 'true' } },
      }),
    );
  });
  each('aws_cloudfront_distribution', (block) => {
    call('distribution', 'DistributionConfig', distribution(block, value));
  });
  return cloudFront;
}

function selections(block: Block): Tree {
  const one = (kind: 'Header' | 'Cookie' | 'QueryString', name: string): Tree => {
    const config = block[`${name}s_config`];
    const names: string[] = config[`${name}s`]?.items ?? [];
    return {
      [`${kind}Behavior`]: config[`${name}_behavior`],
      ...(names.length === 0 ? {} : { [`${kind}s`]: listing('Name', names) }),
    };
  };
  return {
    HeadersConfig: one('Header', 'header'),
    CookiesConfig: one('Cookie', 'cookie'),
    QueryStringsConfig: one('QueryString', 'query_string'),
  };
}

function distribution(block: Block, value: (raw: unknown) => string): Tree {
  return {
    CallerReference: 'test',
    Enabled: String(block.enabled),
    DefaultRootObject: block.default_root_object ?? '',
    Aliases: listing('CNAME', block.aliases),
    Origins: listing(
      'Origin',
      block.origin.map((origin: Block) => originTree(origin, value)),
    ),
    DefaultCacheBehavior: behavior(block.default_cache_behavior, value),
    CacheBehaviors: listing(
      'CacheBehavior',
      (block.ordered_cache_behavior ?? []).map((one: Block) => behavior(one, value)),
    ),
    CustomErrorResponses: listing(
      'CustomErrorResponse',
      (block.custom_error_response ?? []).map((one: Block) => ({
        ErrorCode: String(one.error_code),
        ErrorCachingMinTTL: String(one.error_caching_min_ttl),
      })),
    ),
    ViewerCertificate: { ACMCertificateArn: value(block.viewer_certificate.acm_certificate_arn) },
    WebACLId: value(block.web_acl_id),
  };
}

function originTree(origin: Block, value: (raw: unknown) => string): Tree {
  const custom = origin.custom_origin_config;
  return {
    Id: origin.origin_id,
    DomainName: value(origin.domain_name),
    ConnectionAttempts: String(origin.connection_attempts ?? 3),
    ConnectionTimeout: String(origin.connection_timeout ?? 10),
    CustomHeaders: listing(
      'OriginCustomHeader',
      (origin.custom_header ?? []).map((header: Block) => ({
        HeaderName: header.name,
        HeaderValue: value(header.value),
      })),
    ),
    CustomOriginConfig: {
      HTTPPort: String(custom.http_port),
      HTTPSPort: String(custom.https_port),
      OriginProtocolPolicy: custom.origin_protocol_policy,
      OriginSslProtocols: listing('SslProtocol', custom.origin_ssl_protocols),
    },
  };
}

function behavior(block: Block, value: (raw: unknown) => string): Tree {
  const policy = (element: string, id: string | undefined): Tree =>
    id === undefined ? {} : { [element]: value(id) };
  return {
    ...(block.path_pattern === undefined ? {} : { PathPattern: block.path_pattern }),
    TargetOriginId: block.target_origin_id,
    ViewerProtocolPolicy: block.viewer_protocol_policy,
    AllowedMethods: {
      ...listing('Method', block.allowed_methods),
      CachedMethods: listing('Method', block.cached_methods),
    },
    Compress: String(block.compress),
    ...policy('CachePolicyId', block.cache_policy_id),
    ...policy('OriginRequestPolicyId', block.origin_request_policy_id),
    ...policy('ResponseHeadersPolicyId', block.response_headers_policy_id),
    FunctionAssociations: listing(
      'FunctionAssociation',
      (block.function_association ?? []).map((one: Block) => ({
        FunctionARN: value(one.function_arn),
        EventType: one.event_type,
      })),
    ),
  };
}
