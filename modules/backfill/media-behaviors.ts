import type { CloudfrontDistributionConfig } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { FULL_PATH } from './full-path';
import { FULL, type MediaOriginsProps, NEAR_THEN_FULL } from './media-origins';
import type { MediaPolicies } from './media-policies';

export interface MediaBehaviorsProps extends MediaOriginsProps {
  readonly allowedPrefixes: readonly string[];
  readonly viewers: { readonly responseHeadersPolicyId: string };
}

/** Managed policy `CachingDisabled`: the same id in every account. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const READ_METHODS = ['GET', 'HEAD'];

/** Which path is answered how: allowed prefixes from near, then from the full origin; anything else by a bucket alone. */
export function mediaBehaviors(
  props: MediaBehaviorsProps,
  { cachePolicyId, originRequestPolicyId }: MediaPolicies,
): Pick<CloudfrontDistributionConfig, 'defaultCacheBehavior' | 'orderedCacheBehavior'> {
  const { allowedPrefixes, near, viewers } = props;
  const { pathFunctionArn } = props.fullOrigin;
  const { missTriggerArn } = props.missSignal;
  const behavior = {
    allowedMethods: READ_METHODS,
    cachedMethods: READ_METHODS,
    viewerProtocolPolicy: 'redirect-to-https',
    responseHeadersPolicyId: viewers.responseHeadersPolicyId,
  };
  const objects = { ...behavior, compress: true, cachePolicyId };
  // What fill workers read, and where miss origins lead: the full origin's answer of this moment, and as it is.
  const fullOriginBehaviors =
    pathFunctionArn === undefined
      ? []
      : allowedPrefixes.map((prefix) => ({
          ...behavior,
          pathPattern: `${FULL_PATH}/${prefix}*`,
          targetOriginId: FULL,
          viewerProtocolPolicy: 'https-only',
          cachePolicyId: CACHING_DISABLED,
          functionAssociation: [{ eventType: 'viewer-request', functionArn: pathFunctionArn }],
        }));
  return {
    defaultCacheBehavior: { ...objects, targetOriginId: near.fallbackBucketId },
    orderedCacheBehavior: [
      ...allowedPrefixes.map((prefix) => ({
        ...objects,
        pathPattern: `/${prefix}*`,
        targetOriginId: NEAR_THEN_FULL,
        originRequestPolicyId,
        functionAssociation: [{ eventType: 'viewer-request', functionArn: near.routerArn }],
        lambdaFunctionAssociation:
          missTriggerArn === undefined
            ? undefined
            : [{ eventType: 'origin-request', lambdaArn: missTriggerArn, includeBody: false }],
      })),
      ...fullOriginBehaviors,
    ],
  };
}
