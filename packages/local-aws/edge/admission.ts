import type { CacheBehavior } from '../emulators/cloudfront/distribution-config';
import { behaviorOf, checkAdmission, checkRequest, distributionOf } from './behaviors';
import { withCloudFrontHeaders } from './cloudfront-headers';
import type { DeployedDistribution, EdgeConfiguration } from './configuration';
import { joined } from './fields';
import { EdgeError, type ViewerRequest } from './message';
import type { CachePolicy, OriginRequestPolicy } from './policies';

/** A request, and what is configured to answer it. */
export interface Matched {
  readonly distribution: DeployedDistribution;
  readonly behavior: CacheBehavior;
  /** Asks for the root object where the viewer asked for the root. */
  readonly viewer: ViewerRequest;
}

/** A request that is let in, with the headers that its policies ask for. */
export interface Admitted extends Matched {
  readonly cachePolicy: CachePolicy;
  readonly originRequestPolicy: OriginRequestPolicy | undefined;
}

/** The distribution and the behaviour that answer a request; throws where none does. */
export function matchedBy(configuration: EdgeConfiguration, original: ViewerRequest): Matched {
  checkRequest(original);
  const host = joined(original.headers, 'host') ?? '';
  const distribution = distributionOf(configuration.distributions(), host);
  if (distribution === undefined) throw new EdgeError(403, unknownHost(configuration, host));
  const { config } = distribution;
  const root = config.defaultRootObject;
  const viewer = original.uri === '/' && root !== '' ? { ...original, uri: `/${root}` } : original;
  return { distribution, behavior: behaviorOf(config, viewer.uri), viewer };
}

/** The request as edge functions and origins see it; throws where it is refused. */
export function admittedBy(configuration: EdgeConfiguration, matched: Matched): Admitted {
  const { distribution, behavior, viewer } = matched;
  checkAdmission(distribution.config, behavior, viewer);
  const cachePolicy = configuration.cachePolicy(behavior.cachePolicyId);
  if (cachePolicy === undefined) {
    throw new EdgeError(500, 'The local edge knows no cache settings without a cache policy.');
  }
  const originRequestPolicy = configuration.originRequestPolicy(behavior.originRequestPolicyId);
  const seen = withCloudFrontHeaders(viewer, cachePolicy, originRequestPolicy);
  return { distribution, behavior, cachePolicy, originRequestPolicy, viewer: seen };
}

function unknownHost(configuration: EdgeConfiguration, host: string): string {
  const names = configuration.distributions().flatMap(({ config }) => config.aliases);
  const known = names.length === 0 ? 'none is deployed' : `they answer for ${names.join(', ')}`;
  return `No distribution answers for ${host}: ${known}. The console is at /_local.`;
}
