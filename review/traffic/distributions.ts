import { createHash } from 'node:crypto';
import type { DeployedDistribution, DeployedFunction, EdgeConfiguration } from 'local-aws/edge/configuration';
import { deployedTo } from 'local-aws/edge/configuration';
import type { CachePolicy, OriginRequestPolicy, Selection } from 'local-aws/edge/policies';
import { CloudFront } from 'local-aws/emulators/cloudfront';
import type {
  CacheBehavior,
  DistributionConfig,
  Origin,
} from 'local-aws/emulators/cloudfront/distribution-config';
import { CannotTell } from './cannot-tell';
import { isKnownLater } from './known-later';
import type { Resource } from './resources';
import { block, blocks, number, text, texts, type Values } from './values';

/** Policies that every account has. */
const managed = deployedTo(new CloudFront());

/** What is deployed to CloudFront, as the edge wants to know it. */
export function edgeConfiguration(resources: readonly Resource[]): EdgeConfiguration {
  const of = (type: string) =>
    resources.filter((resource) => resource.type === type).map(({ values }) => values);
  const byId = (type: string, id: string) => of(type).find((values) => text(values, 'id') === id);
  const distributions = of('aws_cloudfront_distribution').map(distribution);
  const keys = of('aws_cloudfrontkeyvaluestore_key');
  const functions = of('aws_cloudfront_function').map((values) => edgeFunction(values, keys));
  const policy = <T>(what: string, id: string, own: T | undefined, ofAws: T | undefined): T => {
    const found = own ?? ofAws;
    if (found === undefined)
      throw new CannotTell(`${what} "${isKnownLater(id) ? 'known after the apply' : id}" is not known`);
    return found;
  };
  return {
    distributions: () => distributions,
    cachePolicy: (id) => {
      const own = byId('aws_cloudfront_cache_policy', id);
      return policy('the cache policy', id, own && cachePolicy(own), managed.cachePolicy(id));
    },
    originRequestPolicy: (id) => {
      if (id === '') return undefined;
      const own = byId('aws_cloudfront_origin_request_policy', id);
      return policy(
        'the origin request policy',
        id,
        own && originRequestPolicy(own),
        managed.originRequestPolicy(id),
      );
    },
    responseHeadersPolicy: () => undefined,
    edgeFunction: (arn) => {
      const found = functions.find((each) => each.arn === arn);
      if (found !== undefined && isKnownLater(found.code))
        throw new CannotTell('the code of a function is not known');
      if (found === undefined && isKnownLater(arn)) throw new CannotTell('which function runs is not known');
      return found;
    },
    keyValue: (store, key) => {
      const found = keys.find(
        (values) => text(values, 'key_value_store_arn') === store && text(values, 'key') === key,
      );
      return found && text(found, 'value');
    },
    invalidations: () => [],
  };
}

const read = new WeakMap<Values, DeployedDistribution>();

function distribution(values: Values): DeployedDistribution {
  const known = read.get(values);
  if (known !== undefined) return known;
  const made = {
    id: text(values, 'id'),
    arn: text(values, 'arn'),
    domainName: text(values, 'domain_name').toLowerCase(),
    config: distributionConfig(values),
  };
  read.set(values, made);
  return made;
}

function distributionConfig(values: Values): DistributionConfig {
  const { restriction_type: type, locations } = block(block(values, 'restrictions'), 'geo_restriction');
  return {
    comment: '',
    enabled: values.enabled === true,
    ipv6: values.is_ipv6_enabled === true,
    httpVersion: text(values, 'http_version'),
    aliases: texts(values, 'aliases'),
    defaultRootObject: text(values, 'default_root_object'),
    origins: blocks(values, 'origin').map(origin),
    originGroups: blocks(values, 'origin_group').map((group) => ({
      id: text(group, 'origin_id'),
      originIds: blocks(group, 'member').map((member) => text(member, 'origin_id')),
      failoverStatusCodes: statusCodes(block(group, 'failover_criteria').status_codes),
    })),
    defaultCacheBehavior: behavior(block(values, 'default_cache_behavior')),
    cacheBehaviors: blocks(values, 'ordered_cache_behavior').map(behavior),
    customErrorResponses: [],
    webAclId: '',
    certificateArn: '',
    logging: { bucket: '', prefix: '', includeCookies: false },
    geoRestriction: {
      type: typeof type === 'string' ? type : 'none',
      locations: Array.isArray(locations) ? locations.map(String) : [],
    },
  };
}

const statusCodes = (codes: unknown) => (Array.isArray(codes) ? codes.map(Number) : []);

function origin(values: Values): Origin {
  const [custom] = blocks(values, 'custom_origin_config');
  return {
    id: text(values, 'origin_id'),
    domainName: text(values, 'domain_name'),
    path: text(values, 'origin_path'),
    customHeaders: blocks(values, 'custom_header').map((header) => ({
      name: text(header, 'name'),
      value: text(header, 'value'),
    })),
    originAccessControlId: text(values, 'origin_access_control_id'),
    connectionAttempts: number(values, 'connection_attempts', 3),
    connectionTimeoutSeconds: number(values, 'connection_timeout', 10),
    ...(custom === undefined
      ? {}
      : {
          custom: {
            httpPort: number(custom, 'http_port', 80),
            httpsPort: number(custom, 'https_port', 443),
            protocolPolicy: text(custom, 'origin_protocol_policy'),
            sslProtocols: texts(custom, 'origin_ssl_protocols'),
            readTimeoutSeconds: number(custom, 'origin_read_timeout', 30),
            keepaliveTimeoutSeconds: number(custom, 'origin_keepalive_timeout', 5),
          },
        }),
  };
}

const behavior = (values: Values): CacheBehavior => ({
  pathPattern: text(values, 'path_pattern') || '*',
  targetOriginId: text(values, 'target_origin_id'),
  viewerProtocolPolicy: text(values, 'viewer_protocol_policy'),
  allowedMethods: texts(values, 'allowed_methods'),
  cachedMethods: texts(values, 'cached_methods'),
  compress: values.compress === true,
  cachePolicyId: text(values, 'cache_policy_id'),
  originRequestPolicyId: text(values, 'origin_request_policy_id'),
  responseHeadersPolicyId: text(values, 'response_headers_policy_id'),
  realtimeLogConfigArn: '',
  trustedKeyGroups: texts(values, 'trusted_key_groups'),
  functions: blocks(values, 'function_association').map((association) => ({
    arn: text(association, 'function_arn'),
    eventType: text(association, 'event_type'),
  })),
  // Triggers are not run: what they answer by themselves is told of as a change of their code.
  lambdaFunctions: [],
});

function edgeFunction(values: Values, keys: readonly Values[]): DeployedFunction {
  const code = text(values, 'code');
  const [keyValueStoreArn] = texts(values, 'key_value_store_associations');
  const stored = keys
    .filter((each) => text(each, 'key_value_store_arn') === keyValueStoreArn)
    .map((each) => [each.key, each.value]);
  return {
    name: text(values, 'name'),
    arn: text(values, 'arn'),
    // What it reads counts as its own: the same version does the same.
    version: createHash('sha256')
      .update(JSON.stringify([code, stored]))
      .digest('hex'),
    code,
    ...(keyValueStoreArn === undefined ? {} : { keyValueStoreArn }),
  };
}

function cachePolicy(values: Values): CachePolicy {
  const key = block(values, 'parameters_in_cache_key_and_forwarded_to_origin');
  return {
    name: text(values, 'name'),
    minTtlSeconds: number(values, 'min_ttl', 0),
    defaultTtlSeconds: number(values, 'default_ttl', 86_400),
    maxTtlSeconds: number(values, 'max_ttl', 31_536_000),
    gzip: key.enable_accept_encoding_gzip === true,
    brotli: key.enable_accept_encoding_brotli === true,
    headers: selection(key, 'header'),
    cookies: selection(key, 'cookie'),
    queryStrings: selection(key, 'query_string'),
  };
}

const originRequestPolicy = (values: Values): OriginRequestPolicy => ({
  headers: selection(values, 'header'),
  cookies: selection(values, 'cookie'),
  queryStrings: selection(values, 'query_string'),
});

function selection(values: Values, kind: 'header' | 'cookie' | 'query_string'): Selection {
  const config = block(values, `${kind}s_config`);
  const names = texts(block(config, `${kind}s`), 'items');
  return {
    behavior: (text(config, `${kind}_behavior`) || 'none') as Selection['behavior'],
    names: new Set(kind === 'header' ? names.map((name) => name.toLowerCase()) : names),
  };
}
