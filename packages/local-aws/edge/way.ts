import { admittedBy, matchedBy } from './admission';
import type { EdgeConfiguration } from './configuration';
import type { Answer, ViewerRequest } from './message';
import { type OriginRequest, originRequest } from './origin-request';
import { type OriginPlan, originPlan } from './origins';
import type { OpenTrace } from './traces';
import type { ViewerFunctions } from './viewer-functions';

/** Where a request goes that no cache answers, and what is asked there. */
export interface Way {
  readonly plan: OriginPlan;
  readonly request: OriginRequest;
}

/**
 * What the edge would do with a request, without doing it: the origins that it would ask in turn, or what it answers itself.
 * Rejects where it would refuse the request, or fail.
 */
export async function wayOf(
  configuration: EdgeConfiguration,
  functions: ViewerFunctions,
  original: ViewerRequest,
  trace: OpenTrace,
): Promise<Way | { readonly answer: Answer }> {
  const admitted = admittedBy(configuration, matchedBy(configuration, original));
  const { distribution, behavior, cachePolicy, originRequestPolicy } = admitted;
  const decided = await functions.request(distribution, behavior, admitted.viewer, trace);
  if ('answer' in decided) return decided;
  const { viewer, decision } = decided;
  const forwarding = { cachePolicy, originRequestPolicy, distributionDomainName: distribution.domainName };
  return {
    plan: originPlan(distribution.config, behavior, decision, viewer.method),
    request: originRequest(viewer, forwarding),
  };
}
