import type { CacheBehavior } from '../emulators/cloudfront/distribution-config';
import type { DeployedDistribution, EdgeConfiguration } from './configuration';
import type { FunctionEngine, OriginDecision } from './functions/engine';
import { afterViewerRequest, eventRequest, eventResponse, generatedAnswer } from './functions/event';
import { type Answer, EdgeError, type FinalAnswer, type ViewerRequest } from './message';
import type { Served } from './served';
import type { OpenTrace } from './traces';

/** CloudFront Functions of a behaviour, on both sides of the cache. */
export class ViewerFunctions {
  constructor(
    private readonly configuration: EdgeConfiguration,
    private readonly engine: FunctionEngine,
  ) {}

  /** Before the cache: the request to go on with and the origin it shall go to, or an answer instead. */
  async request(
    distribution: DeployedDistribution,
    behavior: CacheBehavior,
    viewer: ViewerRequest,
    trace: OpenTrace,
  ): Promise<{ viewer: ViewerRequest; decision: OriginDecision | undefined } | { answer: Answer }> {
    const outcome = await this.run('viewer-request', distribution, behavior, viewer, trace);
    if (outcome === undefined) return { viewer, decision: undefined };
    const after = afterViewerRequest(viewer, outcome.result);
    return 'answer' in after ? after : { viewer: after.request, decision: outcome.decision };
  }

  /** Before the viewer: the answer as the function leaves it. Errors pass by. */
  async response(served: Served, answer: FinalAnswer): Promise<FinalAnswer> {
    const { distribution, behavior, viewer, trace } = served;
    if (answer.status >= 400) return answer;
    const outcome = await this.run('viewer-response', distribution, behavior, viewer, trace, answer);
    if (outcome === undefined) return answer;
    const result = outcome.result as Parameters<typeof generatedAnswer>[0] | undefined;
    if (typeof result !== 'object' || result === null || result.statusCode === undefined) {
      throw new EdgeError(502, 'The CloudFront function returned no response.', 'FunctionValidationError');
    }
    return { ...answer, ...generatedAnswer(result, answer) };
  }

  private async run(
    eventType: 'viewer-request' | 'viewer-response',
    distribution: DeployedDistribution,
    behavior: CacheBehavior,
    viewer: ViewerRequest,
    trace: OpenTrace,
    answer?: Answer,
  ) {
    const association = behavior.functions.find((one) => one.eventType === eventType);
    if (association === undefined) return undefined;
    const edgeFunction = this.configuration.edgeFunction(association.arn);
    if (edgeFunction === undefined) {
      throw new EdgeError(503, `${association.arn} is not published.`, 'FunctionExecutionError');
    }
    try {
      const outcome = await this.engine.run(edgeFunction, {
        originIds: distribution.config.origins.map(({ id }) => id),
        event: {
          version: '1.0',
          context: {
            distributionDomainName: distribution.domainName,
            distributionId: distribution.id,
            eventType,
            requestId: viewer.id,
          },
          viewer: { ip: viewer.ip },
          request: eventRequest(viewer),
          ...(answer === undefined ? {} : { response: eventResponse(answer) }),
        },
      });
      const { decision, reads, logs } = outcome;
      trace.note('function', {
        eventType,
        name: edgeFunction.name,
        engine: this.engine.name,
        decision,
        reads,
        logs,
      });
      return outcome;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      trace.note('function', { eventType, name: edgeFunction.name, error: reason });
      throw new EdgeError(503, `The CloudFront function failed: ${reason}`, 'FunctionExecutionError', {
        cause: error,
      });
    }
  }
}
