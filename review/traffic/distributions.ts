import { createHash } from 'node:crypto';
import type { DeployedDistribution, DeployedFunction, EdgeConfiguration } from 'local-aws/edge/configuration';
import { deployedTo } from 'local-aws/edge/configuration';
import type { CachePolicy, OriginRequestPolicy, Selection } from 'local-aws/edge/policies';
import { CloudFront } from 'local-aws/emulators/cloudfront';
import type {
  CacheBehavior,
  DistributionConfig,
  Origin,
  OriginGroup,
} from 'local-aws/emulators/cloudfront/distribution-config';
import { CannotTell } from './cannot-tell';
import { isKnownLater } from './known-later';
import type { Resource } from './resources';
import {
  block,
  blocks,
  flag,
  lazily,
  number,
  numbers,
  text,
  texts,
  type Values,
  word,
  words,
} from './values';

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
      // Its version follows from everything that it is made of.
      if (found !== undefined && found.version !== '' && isKnownLater(found.code))
        throw new CannotTell('the code of a function is not known');
      if (found === undefined && isKnownLater(arn)) throw new CannotTell('which function runs is not known');
      return found;
    },
    keyValue: (store, key) => {
      const stored = keys.filter((values) => text(values, 'key_value_store_arn') === store);
      const found = stored.find((values) => text(values, 'key') === key);
      if (found !== undefined) return word(found, 'value');
      if (stored.some((values) => isKnownLater(text(values, 'key'))))
        throw new CannotTell('what a function reads is not known');
      return undefined;
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

const distributionConfig = (values: Values): DistributionConfig =>
  lazily<DistributionConfig>({
    comment: () => '',
    enabled: () => flag(values, 'enabled'),
    ipv6: () => true,
    httpVersion: () => '',
    aliases: () => words(values, 'aliases'),
    defaultRootObject: () => word(values, 'default_root_object'),
    origins: () => blocks(values, 'origin').map(origin),
    originGroups: () =>
      blocks(values, 'origin_group').map((group) =>
        lazily<OriginGroup>({
          id: () => text(group, 'origin_id'),
          originIds: () => blocks(group, 'member').map((member) => text(member, 'origin_id')),
          failoverStatusCodes: () => numbers(block(group, 'failover_criteria'), 'status_codes'),
        }),
      ),
    defaultCacheBehavior: () => behavior(block(values, 'default_cache_behavior')),
    cacheBehaviors: () => blocks(values, 'ordered_cache_behavior').map(behavior),
    customErrorResponses: () => [],
    webAclId: () => '',
    certificateArn: () => '',
    logging: () => ({ bucket: '', prefix: '', includeCookies: false }),
    geoRestriction: () => {
      const restriction = block(block(values, 'restrictions'), 'geo_restriction');
      return {
        type: word(restriction, 'restriction_type') || 'none',
        locations: words(restriction, 'locations'),
      };
    },
  });

const origin = (values: Values): Origin =>
  lazily<Origin>({
    id: () => text(values, 'origin_id'),
    domainName: () => text(values, 'domain_name'),
    path: () => text(values, 'origin_path'),
    customHeaders: () =>
      blocks(values, 'custom_header').map((header) => ({
        name: word(header, 'name'),
        value: text(header, 'value'),
      })),
    originAccessControlId: () => '',
    connectionAttempts: () => 3,
    connectionTimeoutSeconds: () => 10,
    custom: () => {
      const [custom] = blocks(values, 'custom_origin_config');
      return (
        custom && {
          httpPort: number(custom, 'http_port', 80),
          httpsPort: number(custom, 'https_port', 443),
          protocolPolicy: word(custom, 'origin_protocol_policy'),
          sslProtocols: [],
          readTimeoutSeconds: 30,
          keepaliveTimeoutSeconds: 5,
        }
      );
    },
  });

const behavior = (values: Values): CacheBehavior =>
  lazily<CacheBehavior>({
    pathPattern: () => word(values, 'path_pattern') || '*',
    targetOriginId: () => text(values, 'target_origin_id'),
    viewerProtocolPolicy: () => word(values, 'viewer_protocol_policy'),
    allowedMethods: () => words(values, 'allowed_methods'),
    cachedMethods: () => [],
    compress: () => false,
    cachePolicyId: () => text(values, 'cache_policy_id'),
    originRequestPolicyId: () => text(values, 'origin_request_policy_id'),
    responseHeadersPolicyId: () => '',
    realtimeLogConfigArn: () => '',
    trustedKeyGroups: () => texts(values, 'trusted_key_groups'),
    functions: () =>
      blocks(values, 'function_association').map((association) => ({
        arn: text(association, 'function_arn'),
        eventType: word(association, 'event_type'),
      })),
    // Triggers are not run: what they answer by themselves is told of as a change of their code.
    lambdaFunctions: () => [],
  });

const edgeFunction = (values: Values, keys: readonly Values[]): DeployedFunction => {
  const store = () => texts(values, 'key_value_store_associations')[0];
  return lazily<DeployedFunction>({
    name: () => text(values, 'name'),
    arn: () => text(values, 'arn'),
    // What it reads counts as its own: the same version does the same.
    version: () => {
      const stored = keys
        .filter((each) => text(each, 'key_value_store_arn') === store())
        .map((each) => [each.key, each.value]);
      return createHash('sha256')
        .update(JSON.stringify([text(values, 'code'), stored]))
        .digest('hex');
    },
    code: () => text(values, 'code'),
    keyValueStoreArn: store,
  });
};

const cachePolicy = (values: Values): CachePolicy =>
  lazily<CachePolicy>({
    ...selections(() => block(values, 'parameters_in_cache_key_and_forwarded_to_origin')),
    name: () => text(values, 'name'),
    minTtlSeconds: () => 0,
    defaultTtlSeconds: () => 86_400,
    maxTtlSeconds: () => 31_536_000,
    gzip: () => false,
    brotli: () => false,
  });

const originRequestPolicy = (values: Values): OriginRequestPolicy =>
  lazily<OriginRequestPolicy>(selections(() => values));

const selections = (values: () => Values) => ({
  headers: () => selection(values(), 'header'),
  cookies: () => selection(values(), 'cookie'),
  queryStrings: () => selection(values(), 'query_string'),
});

function selection(values: Values, kind: 'header' | 'cookie' | 'query_string'): Selection {
  const config = block(values, `${kind}s_config`);
  const names = words(block(config, `${kind}s`), 'items');
  return {
    behavior: (word(config, `${kind}_behavior`) || 'none') as Selection['behavior'],
    names: new Set(kind === 'header' ? names.map((name) => name.toLowerCase()) : names),
  };
}
