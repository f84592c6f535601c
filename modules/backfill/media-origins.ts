import type { CloudfrontDistributionConfig } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import type { FULL_ORIGIN, ORIGIN_HEADER } from '../../lambda-src/backfill/signal/miss';
import type { MediaPolicies } from './media-policies';

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

/** The buckets, and who picks one. */
export interface NearOrigins {
  readonly buckets: readonly MediaOrigin[];
  /** Origin id of the bucket that serves where the router decides nothing. */
  readonly fallbackBucketId: string;
  /** CloudFront Function that picks the bucket. */
  readonly routerArn: string;
}

/** Where every object is. */
export interface MediaFullOrigin {
  readonly domainName: string;
  /** Headers that CloudFront sends there, beside the one that marks it. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /**
   * CloudFront Function that takes `FULL_PATH` off the path: below it, objects are read from the full origin alone.
   *
   * @default - no such paths, because the full origin can be asked without the distribution, and no miss origin leads there
   */
  readonly pathFunctionArn?: string | undefined;
}

/** Who hears of what a bucket lacks: one of the two. */
export interface MediaMissSignal {
  /** Lambda@Edge version that reports misses on the way to the full origin. */
  readonly missTriggerArn?: string;
  /** Asked for what each bucket lacks, instead of the full origin. */
  readonly missOrigins?: readonly MediaMissOrigin[];
}

/** What the miss trigger looks for; the types keep both sides equal. */
const ORIGIN_MARK: { name: typeof ORIGIN_HEADER; value: typeof FULL_ORIGIN } = {
  name: 'x-meridian-origin',
  value: 'full',
};
/** Id of the full origin. */
export const FULL = ORIGIN_MARK.value;
/** Id of the group that asks a bucket, and what comes after it. */
export const NEAR_THEN_FULL = 'near-then-full';

const HTTPS_ONLY = {
  httpPort: 80,
  httpsPort: 443,
  originProtocolPolicy: 'https-only',
  originSslProtocols: ['TLSv1.2'],
};

export interface MediaOriginsProps {
  readonly near: NearOrigins;
  readonly fullOrigin: MediaFullOrigin;
  readonly missSignal: MediaMissSignal;
}

/** The buckets, the full origin, and what stands between them; only "no such object" moves on from one to the other. */
export function mediaOrigins(
  { near, fullOrigin, missSignal: { missOrigins = [] } }: MediaOriginsProps,
  { bucketAccessId, missAccessId }: MediaPolicies,
): Pick<CloudfrontDistributionConfig, 'origin' | 'originGroup'> {
  const { buckets, fallbackBucketId } = near;
  const fallback = missOrigins.find(({ bucketOriginId }) => bucketOriginId === fallbackBucketId);
  return {
    origin: [
      ...buckets.map(({ originId, regionalDomainName }) => ({
        originId,
        domainName: regionalDomainName,
        originAccessControlId: bucketAccessId,
      })),
      {
        originId: FULL,
        domainName: fullOrigin.domainName,
        customHeader: [ORIGIN_MARK, ...fullOrigin.headers],
        customOriginConfig: HTTPS_ONLY,
      },
      ...missOrigins.map(({ originId, domainName }) => ({
        originId,
        domainName,
        originAccessControlId: missAccessId,
        customOriginConfig: HTTPS_ONLY,
      })),
    ],
    originGroup: [
      {
        originId: NEAR_THEN_FULL,
        failoverCriteria: { statusCodes: [404] },
        member: [{ originId: fallbackBucketId }, { originId: fallback?.originId ?? FULL }],
      },
    ],
  };
}
