import { CloudfrontCachePolicy } from '@cdktf/provider-aws/lib/cloudfront-cache-policy';
import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontOriginAccessControl } from '@cdktf/provider-aws/lib/cloudfront-origin-access-control';
import { CloudfrontOriginRequestPolicy } from '@cdktf/provider-aws/lib/cloudfront-origin-request-policy';
import { Construct } from 'constructs';
import type { BUCKET_HEADER, FULL_ORIGIN, ORIGIN_HEADER } from '../../lambda-src/backfill/signal/miss';
import { surroundings } from '../surroundings';
import { FULL_PATH } from './full-path';

export interface MediaOrigin {
  readonly originId: string;
  readonly regionalDomainName: string;
}

export interface MediaMissOrigin {
  readonly originId: string;
  /** Origin id of the bucket that it stands behind. */
  readonly bucketOriginId: string;
  readonly domainName: string;
}

export interface MediaDistributionProps {
  /** Start of every name. */
  readonly deployment: string;
  /** Name that viewers use. */
  readonly mediaName: string;
  /** Issued certificate in us-east-1 for the name. */
  readonly certificateArn: string;
  readonly webAclArn: string;
  readonly responseHeadersPolicyId: string;
  /** Paths that are served. */
  readonly allowedPrefixes: readonly string[];
  readonly buckets: readonly MediaOrigin[];
  /** Origin id of the bucket that serves where the router decides nothing. */
  readonly fallbackBucketId: string;
  /** Host that has every object. */
  readonly fullOriginDomainName: string;
  /** Headers that CloudFront sends to the full origin, beside the one that marks it. */
  readonly fullOriginHeaders: readonly { readonly name: string; readonly value: string }[];
  /** CloudFront Function that picks the bucket. */
  readonly routerArn: string;
  /**
   * CloudFront Function that takes `FULL_PATH` off the path: below it, objects are read from the full origin alone.
   *
   * @default - no such paths, because the full origin can be asked without the distribution, and no miss origin leads there
   */
  readonly fullOriginPathArn?: string;
  /** Lambda@Edge version that reports misses on the way to the full origin. @default - the miss origins report them */
  readonly missTriggerArn?: string;
  /** Asked for what each bucket lacks, instead of the full origin. @default - none */
  readonly missOrigins?: readonly MediaMissOrigin[];
}

/** What the miss trigger looks for; the types keep both sides equal. */
const ORIGIN_MARK: { name: typeof ORIGIN_HEADER; value: typeof FULL_ORIGIN } = {
  name: 'x-meridian-origin',
  value: 'full',
};
const CHOSEN_BUCKET: typeof BUCKET_HEADER = 'x-meridian-bucket';
/** Managed policy `CachingDisabled`: the same id in every account. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const NEAR_THEN_FULL = 'near-then-full';
const READ_METHODS = ['GET', 'HEAD'];
const DAY_SECONDS = 24 * 60 * 60;
const HTTPS_ONLY = {
  httpPort: 80,
  httpsPort: 443,
  originProtocolPolicy: 'https-only',
  originSslProtocols: ['TLSv1.2'],
};

/**
 * Serves objects from the bucket near the viewer, and those that it lacks from the full origin.
 *
 * Only "no such object" moves on to the full origin or to the bucket's miss origin, which leads there: a bucket that is
 * slow or failing must not turn its whole traffic into misses. Paths outside the allowed prefixes never reach the full origin.
 */
export class MediaDistribution extends Construct {
  public readonly arn: string;
  public readonly distributionId: string;
  public readonly domainName: string;
  public readonly hostedZoneId: string;

  constructor(scope: Construct, id: string, props: MediaDistributionProps) {
    super(scope, id);
    const { deployment, allowedPrefixes, fallbackBucketId, fullOriginPathArn, missTriggerArn } = props;
    const { missOrigins = [] } = props;
    const fallback = missOrigins.find(({ bucketOriginId }) => bucketOriginId === fallbackBucketId);

    const access = new CloudfrontOriginAccessControl(this, 'bucket-access', {
      name: `${deployment}-media`,
      description: 'Signs every request to the near buckets.',
      originAccessControlOriginType: 's3',
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    });
    const missAccess =
      missOrigins.length === 0
        ? undefined
        : new CloudfrontOriginAccessControl(this, 'miss-access', {
            name: `${deployment}-misses`,
            description: 'Signs every request to the miss origins.',
            originAccessControlOriginType: 'lambda',
            signingBehavior: 'always',
            signingProtocol: 'sigv4',
          });
    // Objects are the same in every bucket, so nothing of the viewer is in the key. The minimum lets miss origins say no.
    const cachePolicy = new CloudfrontCachePolicy(this, 'cache-policy', {
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
    const originRequestPolicy = new CloudfrontOriginRequestPolicy(this, 'origin-request-policy', {
      name: `${deployment}-media`,
      comment: 'The country for the router, and its choice for the miss trigger.',
      cookiesConfig: { cookieBehavior: 'none' },
      headersConfig: {
        headerBehavior: 'whitelist',
        headers: { items: ['CloudFront-Viewer-Country', CHOSEN_BUCKET] },
      },
      queryStringsConfig: { queryStringBehavior: 'none' },
    });

    const behavior = {
      allowedMethods: READ_METHODS,
      cachedMethods: READ_METHODS,
      viewerProtocolPolicy: 'redirect-to-https',
      responseHeadersPolicyId: props.responseHeadersPolicyId,
    };
    const objects = { ...behavior, compress: true, cachePolicyId: cachePolicy.id };
    // What fill workers read, and where miss origins lead: the full origin's answer of this moment, and as it is.
    const fullOriginBehaviors =
      fullOriginPathArn === undefined
        ? []
        : allowedPrefixes.map((prefix) => ({
            ...behavior,
            pathPattern: `${FULL_PATH}/${prefix}*`,
            targetOriginId: ORIGIN_MARK.value,
            viewerProtocolPolicy: 'https-only',
            cachePolicyId: CACHING_DISABLED,
            functionAssociation: [{ eventType: 'viewer-request', functionArn: fullOriginPathArn }],
          }));
    const distribution = new CloudfrontDistribution(this, 'distribution', {
      comment: `${deployment} media`,
      enabled: true,
      aliases: [props.mediaName],
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      webAclId: props.webAclArn,
      // Those who may see that an object is missing may list the bucket: `/` must never be asked of it.
      defaultRootObject: 'index.html',
      origin: [
        ...props.buckets.map(({ originId, regionalDomainName }) => ({
          originId,
          domainName: regionalDomainName,
          originAccessControlId: access.id,
        })),
        {
          originId: ORIGIN_MARK.value,
          domainName: props.fullOriginDomainName,
          customHeader: [ORIGIN_MARK, ...props.fullOriginHeaders],
          customOriginConfig: HTTPS_ONLY,
        },
        ...missOrigins.map(({ originId, domainName }) => ({
          originId,
          domainName,
          originAccessControlId: missAccess?.id,
          customOriginConfig: HTTPS_ONLY,
        })),
      ],
      originGroup: [
        {
          originId: NEAR_THEN_FULL,
          failoverCriteria: { statusCodes: [404] },
          member: [{ originId: fallbackBucketId }, { originId: fallback?.originId ?? ORIGIN_MARK.value }],
        },
      ],
      defaultCacheBehavior: { ...objects, targetOriginId: fallbackBucketId },
      orderedCacheBehavior: [
        ...allowedPrefixes.map((prefix) => ({
          ...objects,
          pathPattern: `/${prefix}*`,
          targetOriginId: NEAR_THEN_FULL,
          originRequestPolicyId: originRequestPolicy.id,
          functionAssociation: [{ eventType: 'viewer-request', functionArn: props.routerArn }],
          lambdaFunctionAssociation:
            missTriggerArn === undefined
              ? undefined
              : [{ eventType: 'origin-request', lambdaArn: missTriggerArn, includeBody: false }],
        })),
        ...fullOriginBehaviors,
      ],
      // An object that exists nowhere is asked for once a minute, not by every viewer.
      customErrorResponse: [{ errorCode: 404, errorCachingMinTtl: 60 }],
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: {
        acmCertificateArn: props.certificateArn,
        sslSupportMethod: 'sni-only',
        minimumProtocolVersion: 'TLSv1.2_2021',
      },
      lifecycle: { preventDestroy: surroundings(this).deletionProtection },
    });
    this.arn = distribution.arn;
    this.distributionId = distribution.id;
    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;
  }
}
