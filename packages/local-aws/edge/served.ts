import type { CacheBehavior } from '../emulators/cloudfront/distribution-config';
import type { DeployedDistribution } from './configuration';
import type { OriginDecision } from './functions/engine';
import type { Answer, ResultType, ViewerRequest } from './message';
import type { CachePolicy, OriginRequestPolicy } from './policies';
import type { OpenTrace } from './traces';

/** A request once it is known which distribution and behaviour serve it. */
export interface Served {
  readonly distribution: DeployedDistribution;
  readonly behavior: CacheBehavior;
  readonly cachePolicy: CachePolicy;
  readonly originRequestPolicy: OriginRequestPolicy | undefined;
  readonly viewer: ViewerRequest;
  readonly decision: OriginDecision | undefined;
  readonly trace: OpenTrace;
}

/** What cache or origin answered. */
export interface Found {
  readonly answer: Answer;
  readonly resultType: ResultType;
  readonly ageSeconds?: number;
  readonly complete?: boolean;
}

/** Whether cookies, and so `Set-Cookie`, pass between viewer and origin. */
export function forwardsCookies({ cachePolicy, originRequestPolicy }: Served): boolean {
  return [cachePolicy, originRequestPolicy].some(
    (policy) => policy !== undefined && policy.cookies.behavior !== 'none',
  );
}
