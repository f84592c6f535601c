import type { CacheBehavior, Origin } from '../emulators/cloudfront/distribution-config';
import type { DeployedDistribution } from './configuration';
import {
  afterOriginRequest,
  afterOriginResponse,
  type OriginAttempt,
  originRequestEvent,
  originResponseEvent,
} from './lambda-events';
import { type Answer, EdgeError, type ViewerRequest } from './message';
import { OriginFailure, type OriginFetch } from './origin-fetch';
import type { OriginRequest } from './origin-request';
import type { OriginPlan } from './origins';
import type { OpenTrace } from './traces';
import type { LambdaRuntime } from './types';

export interface OriginResult {
  readonly answer: Answer;
  readonly originId: string;
  /** Who stood behind the origin's name. */
  readonly answeredBy?: string;
  readonly complete: boolean;
  /** An edge function made it up. */
  readonly generated: boolean;
}

export interface Asked {
  readonly plan: OriginPlan;
  readonly distribution: DeployedDistribution;
  readonly behavior: CacheBehavior;
  readonly viewer: ViewerRequest;
  readonly trace: OpenTrace;
}

/** Asks a plan's origins one after the other, each with its triggers, until one gives an answer that stands. */
export class OriginRounds {
  constructor(
    private readonly fetch: OriginFetch,
    private readonly lambda: LambdaRuntime,
  ) {}

  async ask(asked: Asked, request: OriginRequest): Promise<OriginResult> {
    const { plan, trace } = asked;
    for (const [index, origin] of plan.origins.entries()) {
      const next = plan.origins[index + 1];
      try {
        const result = await this.round(asked, { origin, request });
        const { status } = result.answer;
        if (next === undefined || !plan.failoverStatusCodes.includes(status)) return result;
        trace.note('failover', { from: origin.id, to: next.id, because: status });
      } catch (error) {
        if (!(error instanceof OriginFailure)) throw error;
        trace.note('origin', { origin: origin.id, failed: error.message });
        if (next === undefined)
          throw new EdgeError(error.status, `CloudFront could not reach the origin: ${error.message}.`);
        trace.note('failover', { from: origin.id, to: next.id, because: error.message });
      }
    }
    throw new EdgeError(502, 'There is no origin to ask.');
  }

  private async round(asked: Asked, attempt: OriginAttempt): Promise<OriginResult> {
    const { distribution, viewer, trace } = asked;
    if (asked.behavior.lambdaFunctions.length > 0) await this.fetch.lookUp(attempt.origin);
    const before = await this.trigger(asked, 'origin-request', attempt.origin, () =>
      originRequestEvent(distribution, viewer, attempt),
    );
    const made = before === undefined ? attempt : afterOriginRequest(attempt, before.result);
    if ('answer' in made) {
      return { answer: made.answer, originId: attempt.origin.id, complete: true, generated: true };
    }
    const fetched = await this.fetch.fetch(made.origin, made.request);
    const { status, attempts, answeredBy, complete } = fetched;
    const by = answeredBy === undefined ? {} : { answeredBy };
    trace.note('origin', {
      origin: attempt.origin.id,
      domainName: made.origin.domainName,
      ...by,
      status,
      attempts,
    });
    const after = await this.trigger(asked, 'origin-response', attempt.origin, () =>
      originResponseEvent(distribution, viewer, made, fetched),
    );
    const answer = after === undefined ? fetched : afterOriginResponse(fetched, after.result);
    return { answer, originId: attempt.origin.id, ...by, complete, generated: false };
  }

  private async trigger(
    { behavior, trace }: Asked,
    eventType: 'origin-request' | 'origin-response',
    origin: Origin,
    event: () => unknown,
  ): Promise<{ result: unknown } | undefined> {
    const association = behavior.lambdaFunctions.find((one) => one.eventType === eventType);
    if (association === undefined) return undefined;
    try {
      const result = await this.lambda.invoke(association.arn, event());
      trace.note('trigger', { eventType, origin: origin.id, function: association.arn });
      return { result };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      trace.note('trigger', { eventType, origin: origin.id, function: association.arn, error: reason });
      throw new EdgeError(503, `The Lambda function failed: ${reason}`, 'LambdaExecutionError');
    }
  }
}
