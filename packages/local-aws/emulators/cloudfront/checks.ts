import { AwsError } from '../aws';
import { items, type Tree, text, texts } from '../xml';
import type { CacheBehavior, DistributionConfig, Origin } from './distribution-config';

/** What a distribution may refer to. */
export interface Surroundings {
  readonly cachePolicies: ReadonlySet<string>;
  readonly originRequestPolicies: ReadonlySet<string>;
  readonly responseHeadersPolicies: ReadonlySet<string>;
  readonly keyGroups: ReadonlySet<string>;
  readonly realtimeLogConfigs: ReadonlySet<string>;
  /** ARNs of the functions that have a LIVE stage. */
  readonly publishedFunctions: ReadonlySet<string>;
  /** Id of each origin access control, and the type of origin it signs for. */
  readonly originAccessControls: ReadonlyMap<string, string>;
  /** Every alias of every other distribution. */
  readonly aliases: ReadonlySet<string>;
}

const FAILOVER_STATUS_CODES = [400, 403, 404, 416, 429, 500, 502, 503, 504];

/** Refuses what AWS refuses, where a plan that Terraform takes would otherwise fail only in AWS. */
export function checkDistribution(config: DistributionConfig, known: Surroundings): void {
  checkNames(config, known);
  const targets = checkOrigins(config, known);
  const behaviors = [config.defaultCacheBehavior, ...config.cacheBehaviors];
  const patterns = new Set<string>();
  for (const behavior of config.cacheBehaviors) {
    if (patterns.has(behavior.pathPattern)) {
      throw new AwsError(
        'InvalidArgument',
        `The parameter PathPattern ${behavior.pathPattern} is used more than once.`,
      );
    }
    patterns.add(behavior.pathPattern);
  }
  for (const behavior of behaviors) {
    if (!targets.has(behavior.targetOriginId)) {
      throw new AwsError(
        'NoSuchOrigin',
        `One or more of your origins or origin groups do not exist: ${behavior.targetOriginId}.`,
        404,
      );
    }
    checkBehavior(behavior, known);
  }
}

function checkNames(config: DistributionConfig, known: Surroundings): void {
  for (const alias of config.aliases) {
    if (known.aliases.has(alias)) {
      throw new AwsError(
        'CNAMEAlreadyExists',
        `One or more of the CNAMEs you provided are already associated with a different resource: ${alias}.`,
        409,
      );
    }
  }
  if (config.aliases.length > 0 && config.certificateArn === '') {
    throw new AwsError(
      'InvalidViewerCertificate',
      'To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.',
    );
  }
  if (config.certificateArn.startsWith('arn:aws:acm:') && region(config.certificateArn) !== 'us-east-1') {
    throw new AwsError(
      'InvalidViewerCertificate',
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  }
  if (config.webAclId.startsWith('arn:') && !/^arn:aws:wafv2:us-east-1:\d+:global\//.test(config.webAclId)) {
    throw new AwsError(
      'InvalidWebACLId',
      `Web ACL is not accessible by the requester: ${config.webAclId} is not a global web ACL of us-east-1.`,
    );
  }
}

/** The ids that a behavior may target. */
function checkOrigins(config: DistributionConfig, known: Surroundings): Set<string> {
  const origins = new Set<string>();
  for (const origin of config.origins) {
    if (origins.has(origin.id)) {
      throw new AwsError('InvalidArgument', `The origin id ${origin.id} is used more than once.`);
    }
    origins.add(origin.id);
    checkAccessControl(origin, known);
  }
  const targets = new Set(origins);
  for (const group of config.originGroups) {
    if (targets.has(group.id)) {
      throw new AwsError('InvalidArgument', `The origin group id ${group.id} is used more than once.`);
    }
    targets.add(group.id);
    const missing = group.originIds.filter((id) => !origins.has(id));
    if (missing.length > 0) {
      throw new AwsError(
        'NoSuchOrigin',
        `Origin group ${group.id} has members that do not exist: ${missing.join(', ')}.`,
        404,
      );
    }
    if (new Set(group.originIds).size !== 2) {
      throw new AwsError('InvalidArgument', `Origin group ${group.id} must have exactly two origins.`);
    }
    const refused = group.failoverStatusCodes.filter((code) => !FAILOVER_STATUS_CODES.includes(code));
    if (group.failoverStatusCodes.length === 0 || refused.length > 0) {
      throw new AwsError(
        'InvalidArgument',
        `Origin group ${group.id}: failover status codes must be among ${FAILOVER_STATUS_CODES.join(', ')}.`,
      );
    }
  }
  return targets;
}

function checkAccessControl(origin: Origin, known: Surroundings): void {
  if (origin.originAccessControlId === '') return;
  const type = known.originAccessControls.get(origin.originAccessControlId);
  if (type === undefined) {
    throw new AwsError(
      'InvalidOriginAccessControl',
      `The origin access control ${origin.originAccessControlId} does not exist.`,
    );
  }
  const domain = {
    s3: /\.s3[.-]([a-z0-9-]+\.)?amazonaws\.com$/,
    lambda: /\.lambda-url\.[a-z0-9-]+\.on\.aws$/,
  }[type];
  if (domain !== undefined && !domain.test(origin.domainName)) {
    throw new AwsError(
      'InvalidDomainNameForOriginAccessControl',
      `The domain name ${origin.domainName} cannot be used with an origin access control of type ${type}.`,
    );
  }
}

function checkBehavior(behavior: CacheBehavior, known: Surroundings): void {
  exists(known.cachePolicies, behavior.cachePolicyId, 'NoSuchCachePolicy', 'cache policy');
  exists(
    known.originRequestPolicies,
    behavior.originRequestPolicyId,
    'NoSuchOriginRequestPolicy',
    'origin request policy',
  );
  exists(
    known.responseHeadersPolicies,
    behavior.responseHeadersPolicyId,
    'NoSuchResponseHeadersPolicy',
    'response headers policy',
  );
  exists(
    known.realtimeLogConfigs,
    behavior.realtimeLogConfigArn,
    'NoSuchRealtimeLogConfig',
    'real-time log configuration',
  );
  for (const group of behavior.trustedKeyGroups) {
    exists(known.keyGroups, group, 'TrustedKeyGroupDoesNotExist', 'key group', 400);
  }
  const events = new Set<string>();
  for (const { arn, eventType } of behavior.functions) {
    if (!eventType.startsWith('viewer-')) {
      throw new AwsError(
        'InvalidFunctionAssociation',
        `A CloudFront function cannot be associated with ${eventType} events.`,
      );
    }
    if (!known.publishedFunctions.has(arn)) {
      throw new AwsError(
        'InvalidFunctionAssociation',
        `The function ${arn} does not exist or has not been published.`,
      );
    }
    once(events, eventType, 'InvalidFunctionAssociation');
  }
  for (const { arn, eventType } of behavior.lambdaFunctions) {
    checkLambda(arn);
    once(events, eventType, 'InvalidLambdaFunctionAssociation');
    const sibling = eventType === 'viewer-request' ? 'viewer-response' : 'viewer-request';
    if (eventType.startsWith('viewer-') && behavior.functions.some((f) => f.eventType === sibling)) {
      throw new AwsError(
        'InvalidLambdaFunctionAssociation',
        'A cache behavior cannot have a CloudFront function and a Lambda@Edge function on viewer events.',
      );
    }
  }
}

function checkLambda(arn: string): void {
  const refuse = (why: string): never => {
    throw new AwsError('InvalidLambdaFunctionAssociation', `${why} ARN: ${arn}.`);
  };
  const parts = arn.split(':');
  if (parts.length < 7 || parts[2] !== 'lambda') refuse('The function ARN is not valid.');
  if (parts[3] !== 'us-east-1') refuse("The function must be in region 'us-east-1'.");
  if (!/^\d+$/.test(parts[7] ?? '')) {
    refuse(
      'The function ARN must reference a specific function version. (The ARN must end with the version number.)',
    );
  }
}

function once(events: Set<string>, event: string, code: string): void {
  if (events.has(event)) throw new AwsError(code, `There is more than one function on ${event} events.`);
  events.add(event);
}

function exists(known: ReadonlySet<string>, id: string, code: string, what: string, status = 404): void {
  if (id !== '' && !known.has(id)) {
    throw new AwsError(code, `The specified ${what} does not exist: ${id}.`, status);
  }
}

function region(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** Quotas of a policy's lists. */
const MAXIMUM_NAMES = 10;

export function checkCachePolicy(config: Tree): void {
  const key = 'ParametersInCacheKeyAndForwardedToOrigin';
  const [minimum, standard, maximum] = ['MinTTL', 'DefaultTTL', 'MaxTTL'].map((ttl) => text(config, ttl));
  const ttl = {
    minimum: Number(minimum ?? 0),
    standard: Number(standard ?? 86_400),
    maximum: Number(maximum ?? 31_536_000),
  };
  if (ttl.minimum > ttl.standard || ttl.standard > ttl.maximum) {
    throw new AwsError('InvalidArgument', 'The TTLs must satisfy MinTTL <= DefaultTTL <= MaxTTL.');
  }
  const behaviors = [
    ['HeaderBehavior', text(config, key, 'HeadersConfig', 'HeaderBehavior')],
    ['CookieBehavior', text(config, key, 'CookiesConfig', 'CookieBehavior')],
    ['QueryStringBehavior', text(config, key, 'QueryStringsConfig', 'QueryStringBehavior')],
  ] as const;
  if (ttl.maximum === 0) {
    const used = behaviors.find(([, value]) => value !== undefined && value !== 'none')?.[0];
    const compressed = ['EnableAcceptEncodingGzip', 'EnableAcceptEncodingBrotli'].find(
      (name) => text(config, key, name) === 'true',
    );
    const refused = used ?? compressed;
    if (refused !== undefined) {
      throw new AwsError(
        'InvalidArgument',
        `The parameter ${refused} is invalid for policy with caching disabled.`,
      );
    }
  }
  const names = texts(config, key, 'HeadersConfig', 'Headers');
  refuseHeaders(names, ['accept-encoding', 'cookie']);
  if (names.length > MAXIMUM_NAMES) {
    throw new AwsError(
      'TooManyHeadersInCachePolicy',
      'The number of headers in the cache policy exceeds 10.',
    );
  }
}

export function checkOriginRequestPolicy(config: Tree): void {
  const names = texts(config, 'HeadersConfig', 'Headers');
  if (text(config, 'HeadersConfig', 'HeaderBehavior') !== 'whitelist') return;
  refuseHeaders(names, ['accept-encoding', 'authorization', 'cookie']);
  if (names.length > MAXIMUM_NAMES) {
    throw new AwsError(
      'TooManyHeadersInOriginRequestPolicy',
      'The number of headers in the origin request policy exceeds 10.',
    );
  }
}

export function checkResponseHeadersPolicy(config: Tree): void {
  if (text(config, 'CorsConfig', 'AccessControlAllowCredentials') === 'true') {
    for (const list of [
      'AccessControlAllowOrigins',
      'AccessControlAllowHeaders',
      'AccessControlAllowMethods',
    ]) {
      const values = texts(config, 'CorsConfig', list);
      if (values.includes('*') || values.includes('ALL')) {
        throw new AwsError(
          'InvalidArgument',
          `The parameter ${list} cannot contain * when AccessControlAllowCredentials is true.`,
        );
      }
    }
  }
  const security = [
    'strict-transport-security',
    'x-frame-options',
    'referrer-policy',
    'x-content-type-options',
  ];
  for (const header of items(config, 'CustomHeadersConfig')) {
    const name = (text(header, 'Header') ?? '').toLowerCase();
    if (security.includes(name) || name.startsWith('access-control-')) {
      throw new AwsError(
        'InvalidArgument',
        `The parameter CustomHeaders contains ${name} that is a security header and cannot be set as a custom header.`,
      );
    }
  }
}

function refuseHeaders(names: readonly string[], refused: readonly string[]): void {
  const name = names.find((header) => refused.includes(header.toLowerCase()));
  if (name !== undefined) {
    throw new AwsError('InvalidArgument', `The parameter Headers contains ${name} that is not allowed.`);
  }
}
