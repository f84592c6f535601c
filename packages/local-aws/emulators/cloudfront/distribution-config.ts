import { child, items, type Node, type Tree, text, texts } from '../xml';

/** What a distribution does, read from the document that Terraform sent: for the checks and for the edge. */
export interface DistributionConfig {
  readonly comment: string;
  readonly enabled: boolean;
  readonly ipv6: boolean;
  readonly httpVersion: string;
  readonly aliases: readonly string[];
  readonly defaultRootObject: string;
  readonly origins: readonly Origin[];
  readonly originGroups: readonly OriginGroup[];
  readonly defaultCacheBehavior: CacheBehavior;
  /** In the order in which CloudFront tries them. */
  readonly cacheBehaviors: readonly CacheBehavior[];
  readonly customErrorResponses: readonly CustomErrorResponse[];
  readonly webAclId: string;
  readonly certificateArn: string;
  readonly logging: { readonly bucket: string; readonly prefix: string; readonly includeCookies: boolean };
  readonly geoRestriction: { readonly type: string; readonly locations: readonly string[] };
}

export interface Origin {
  readonly id: string;
  readonly domainName: string;
  readonly path: string;
  readonly customHeaders: readonly { readonly name: string; readonly value: string }[];
  readonly originAccessControlId: string;
  readonly connectionAttempts: number;
  readonly connectionTimeoutSeconds: number;
  /** Absent for an S3 origin. */
  readonly custom?: {
    readonly httpPort: number;
    readonly httpsPort: number;
    readonly protocolPolicy: string;
    readonly sslProtocols: readonly string[];
    readonly readTimeoutSeconds: number;
    readonly keepaliveTimeoutSeconds: number;
  };
}

export interface OriginGroup {
  readonly id: string;
  /** Primary first. */
  readonly originIds: readonly string[];
  readonly failoverStatusCodes: readonly number[];
}

export interface CacheBehavior {
  /** `*` for the default behavior. */
  readonly pathPattern: string;
  /** An origin's id or an origin group's. */
  readonly targetOriginId: string;
  readonly viewerProtocolPolicy: string;
  readonly allowedMethods: readonly string[];
  readonly cachedMethods: readonly string[];
  readonly compress: boolean;
  readonly cachePolicyId: string;
  readonly originRequestPolicyId: string;
  readonly responseHeadersPolicyId: string;
  readonly realtimeLogConfigArn: string;
  readonly trustedKeyGroups: readonly string[];
  readonly functions: readonly { readonly arn: string; readonly eventType: string }[];
  readonly lambdaFunctions: readonly {
    readonly arn: string;
    readonly eventType: string;
    readonly includeBody: boolean;
  }[];
}

export interface CustomErrorResponse {
  readonly errorCode: number;
  readonly responseCode: string;
  readonly responsePagePath: string;
  readonly errorCachingMinTtlSeconds: number;
}

export function readDistributionConfig(tree: Tree): DistributionConfig {
  const certificate = child(tree, 'ViewerCertificate');
  return {
    comment: text(tree, 'Comment') ?? '',
    enabled: text(tree, 'Enabled') === 'true',
    ipv6: text(tree, 'IsIPV6Enabled') === 'true',
    httpVersion: text(tree, 'HttpVersion') ?? 'http2',
    aliases: texts(tree, 'Aliases'),
    defaultRootObject: text(tree, 'DefaultRootObject') ?? '',
    origins: items(tree, 'Origins').map(readOrigin),
    originGroups: items(tree, 'OriginGroups').map(readOriginGroup),
    defaultCacheBehavior: readCacheBehavior(child(tree, 'DefaultCacheBehavior')),
    cacheBehaviors: items(tree, 'CacheBehaviors').map(readCacheBehavior),
    customErrorResponses: items(tree, 'CustomErrorResponses').map((response) => ({
      errorCode: Number(text(response, 'ErrorCode')),
      responseCode: text(response, 'ResponseCode') ?? '',
      responsePagePath: text(response, 'ResponsePagePath') ?? '',
      errorCachingMinTtlSeconds: Number(text(response, 'ErrorCachingMinTTL') ?? 10),
    })),
    webAclId: text(tree, 'WebACLId') ?? '',
    certificateArn: text(certificate, 'ACMCertificateArn') ?? text(certificate, 'IAMCertificateId') ?? '',
    logging: {
      bucket: text(tree, 'Logging', 'Bucket') ?? '',
      prefix: text(tree, 'Logging', 'Prefix') ?? '',
      includeCookies: text(tree, 'Logging', 'IncludeCookies') === 'true',
    },
    geoRestriction: {
      type: text(tree, 'Restrictions', 'GeoRestriction', 'RestrictionType') ?? 'none',
      locations: texts(tree, 'Restrictions', 'GeoRestriction'),
    },
  };
}

function readOrigin(tree: Tree): Origin {
  const custom = child(tree, 'CustomOriginConfig');
  const origin: Origin = {
    id: text(tree, 'Id') ?? '',
    domainName: text(tree, 'DomainName') ?? '',
    path: text(tree, 'OriginPath') ?? '',
    customHeaders: items(tree, 'CustomHeaders').map((header) => ({
      name: text(header, 'HeaderName') ?? '',
      value: text(header, 'HeaderValue') ?? '',
    })),
    originAccessControlId: text(tree, 'OriginAccessControlId') ?? '',
    connectionAttempts: Number(text(tree, 'ConnectionAttempts') ?? 3),
    connectionTimeoutSeconds: Number(text(tree, 'ConnectionTimeout') ?? 10),
  };
  if (text(custom, 'OriginProtocolPolicy') === undefined) return origin;
  return {
    ...origin,
    custom: {
      httpPort: Number(text(custom, 'HTTPPort')),
      httpsPort: Number(text(custom, 'HTTPSPort')),
      protocolPolicy: text(custom, 'OriginProtocolPolicy') ?? '',
      sslProtocols: texts(custom, 'OriginSslProtocols'),
      readTimeoutSeconds: Number(text(custom, 'OriginReadTimeout') ?? 30),
      keepaliveTimeoutSeconds: Number(text(custom, 'OriginKeepaliveTimeout') ?? 5),
    },
  };
}

function readOriginGroup(tree: Tree): OriginGroup {
  return {
    id: text(tree, 'Id') ?? '',
    originIds: items(tree, 'Members').map((member) => text(member, 'OriginId') ?? ''),
    failoverStatusCodes: texts(tree, 'FailoverCriteria', 'StatusCodes').map(Number),
  };
}

function readCacheBehavior(tree: Tree): CacheBehavior {
  return {
    pathPattern: text(tree, 'PathPattern') ?? '*',
    targetOriginId: text(tree, 'TargetOriginId') ?? '',
    viewerProtocolPolicy: text(tree, 'ViewerProtocolPolicy') ?? 'allow-all',
    allowedMethods: texts(tree, 'AllowedMethods'),
    cachedMethods: texts(tree, 'AllowedMethods', 'CachedMethods'),
    compress: text(tree, 'Compress') === 'true',
    cachePolicyId: text(tree, 'CachePolicyId') ?? '',
    originRequestPolicyId: text(tree, 'OriginRequestPolicyId') ?? '',
    responseHeadersPolicyId: text(tree, 'ResponseHeadersPolicyId') ?? '',
    realtimeLogConfigArn: text(tree, 'RealtimeLogConfigArn') ?? '',
    trustedKeyGroups: texts(tree, 'TrustedKeyGroups'),
    functions: items(tree, 'FunctionAssociations').map((association) => ({
      arn: text(association, 'FunctionARN') ?? '',
      eventType: text(association, 'EventType') ?? '',
    })),
    lambdaFunctions: items(tree, 'LambdaFunctionAssociations').map((association) => ({
      arn: text(association, 'LambdaFunctionARN') ?? '',
      eventType: text(association, 'EventType') ?? '',
      includeBody: text(association, 'IncludeBody') === 'true',
    })),
  };
}

const NONE = { Quantity: '0' };
const NOT_TRUSTED = { Enabled: 'false', Quantity: '0' };
const READ = { Quantity: '2', Items: { Method: ['HEAD', 'GET'] } };

/** The document as AWS returns it: what was sent, and AWS's value for everything that was left out. */
export function withDefaults(sent: Tree): Tree {
  return {
    Aliases: NONE,
    DefaultRootObject: '',
    CustomErrorResponses: NONE,
    Comment: '',
    Logging: { Enabled: 'false', IncludeCookies: 'false', Bucket: '', Prefix: '' },
    PriceClass: 'PriceClass_All',
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: '0' } },
    WebACLId: '',
    HttpVersion: 'http2',
    IsIPV6Enabled: 'true',
    ContinuousDeploymentPolicyId: '',
    Staging: 'false',
    OriginGroups: NONE,
    ...sent,
    ViewerCertificate: viewerCertificate(child(sent, 'ViewerCertificate')),
    Origins: mapItems(child(sent, 'Origins'), (origin) => ({
      OriginPath: '',
      CustomHeaders: NONE,
      ConnectionAttempts: '3',
      ConnectionTimeout: '10',
      OriginShield: { Enabled: 'false' },
      OriginAccessControlId: '',
      ...origin,
    })),
    DefaultCacheBehavior: behavior(child(sent, 'DefaultCacheBehavior')),
    CacheBehaviors: mapItems(child(sent, 'CacheBehaviors'), behavior),
  };
}

function behavior(sent: Tree): Tree {
  return {
    TrustedSigners: NOT_TRUSTED,
    TrustedKeyGroups: NOT_TRUSTED,
    SmoothStreaming: 'false',
    Compress: 'false',
    LambdaFunctionAssociations: NONE,
    FunctionAssociations: NONE,
    FieldLevelEncryptionId: '',
    GrpcConfig: { Enabled: 'false' },
    ...sent,
    AllowedMethods: { ...READ, CachedMethods: READ, ...child(sent, 'AllowedMethods') },
  };
}

function viewerCertificate(sent: Tree): Tree {
  const acm = text(sent, 'ACMCertificateArn');
  if (acm) return { ...sent, Certificate: acm, CertificateSource: 'acm' };
  if (text(sent, 'IAMCertificateId')) return sent;
  return {
    CloudFrontDefaultCertificate: 'true',
    SSLSupportMethod: 'vip',
    MinimumProtocolVersion: 'TLSv1',
    CertificateSource: 'cloudfront',
    ...sent,
  };
}

function mapItems(list: Tree, change: (item: Tree) => Tree): Node {
  if (Object.keys(list).length === 0) return NONE;
  const members = child(list, 'Items');
  return {
    ...list,
    ...(Object.keys(members).length === 0
      ? {}
      : {
          Items: Object.fromEntries(
            Object.keys(members).map((name) => [name, items(list).map(change) as Node[]]),
          ),
        }),
  };
}
