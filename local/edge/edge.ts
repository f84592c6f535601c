import type { CacheBehavior } from '../emulators/cloudfront/distribution-config';
import { behaviorOf, checkAdmission, checkRequest, distributionOf } from './behaviors';
import { Cache, type Copy } from './cache';
import { cacheKey, keyText, normalizedEncoding } from './cache-key';
import { withCloudFrontHeaders } from './cloudfront-headers';
import type { DeployedDistribution, EdgeConfiguration } from './configuration';
import { compressed, delivered } from './delivery';
import { copyOf, type Fields, joined } from './fields';
import { errorTtlSeconds, freshness } from './freshness';
import type { FunctionEngine, OriginDecision } from './functions/engine';
import { afterViewerRequest, eventRequest, eventResponse, generatedAnswer } from './functions/event';
import {
  type Answer,
  EdgeError,
  errorPage,
  type FinalAnswer,
  type ResultType,
  type ViewerRequest,
} from './message';
import { OriginFetch, type OriginFetchProps } from './origin-fetch';
import { type OriginRequest, originRequest } from './origin-request';
import { type OriginResult, OriginRounds } from './origin-rounds';
import { originPlan } from './origins';
import type { CachePolicy, OriginRequestPolicy } from './policies';
import { applyResponseHeaders } from './response-headers';
import { type OpenTrace, Traces } from './traces';
import type { LambdaRuntime } from './types';

export interface EdgeProps extends OriginFetchProps {
  readonly configuration: EdgeConfiguration;
  readonly functions: FunctionEngine;
  readonly lambda: LambdaRuntime;
}

/** A request once it is known which distribution and behaviour serve it. */
interface Served {
  readonly distribution: DeployedDistribution;
  readonly behavior: CacheBehavior;
  readonly cachePolicy: CachePolicy;
  readonly originRequestPolicy: OriginRequestPolicy | undefined;
  readonly viewer: ViewerRequest;
  readonly decision: OriginDecision | undefined;
  readonly trace: OpenTrace;
}

/** What cache or origin answered. */
interface Found {
  readonly answer: Answer;
  readonly resultType: ResultType;
  readonly ageSeconds?: number;
  readonly complete?: boolean;
}

const SEEN_BY_VIEWERS = /^(x-cache|age|x-amz-cf-.*)$/;

/** One edge location of CloudFront, which serves every distribution of its configuration. */
export class Edge {
  readonly cache: Cache;
  readonly traces: Traces;
  private readonly fetch: OriginFetch;
  private readonly rounds: OriginRounds;
  /** Invalidations done, by distribution. */
  private readonly invalidated = new Map<string, number>();

  constructor(private readonly props: EdgeProps) {
    this.cache = new Cache(props.clock);
    this.traces = new Traces(props.clock);
    this.fetch = new OriginFetch(props);
    this.rounds = new OriginRounds(this.fetch, props.lambda);
  }

  close(): void {
    this.fetch.close();
    this.props.functions.close();
  }

  /** Settles when no request is on its way to an origin. */
  idle(): Promise<void> {
    return this.cache.settled();
  }

  /** The distributions that answer, and for which hosts. */
  served(): { id: string; domainName: string; aliases: readonly string[] }[] {
    return this.props.configuration
      .distributions()
      .filter(({ config }) => config.enabled)
      .map(({ id, domainName, config }) => ({ id, domainName, aliases: config.aliases }));
  }

  /** Never rejects: every failure is an answer. */
  async answer(viewer: ViewerRequest, trace = this.traces.open()): Promise<FinalAnswer> {
    const { method, uri, country, scheme } = viewer;
    trace.note('viewer', { host: joined(viewer.headers, 'host'), method, uri, country, scheme });
    let answer: FinalAnswer;
    try {
      answer = await this.dispatch(viewer, trace);
    } catch (error) {
      answer = failed(error, trace);
    }
    const headers = without(answer.headers);
    headers.set('x-cache', [`${answer.resultType} from cloudfront`]);
    headers.set('x-amz-cf-id', [viewer.id]);
    headers.set('x-amz-cf-pop', ['LOC50-P1']);
    headers.set('x-meridian-trace', [trace.id]);
    if (!headers.has('date')) headers.set('date', [new Date(this.props.clock.now()).toUTCString()]);
    if (!headers.has('server')) headers.set('server', ['CloudFront']);
    trace.note('answer', { status: answer.status, result: answer.resultType });
    return { ...answer, headers };
  }

  private async dispatch(original: ViewerRequest, trace: OpenTrace): Promise<FinalAnswer> {
    checkRequest(original);
    const host = joined(original.headers, 'host') ?? '';
    const distribution = distributionOf(this.props.configuration.distributions(), host);
    if (distribution === undefined) throw new EdgeError(403, `No distribution answers for ${host}.`);
    this.invalidate(distribution.id);
    const { config } = distribution;
    const root = config.defaultRootObject;
    const viewer = original.uri === '/' && root !== '' ? { ...original, uri: `/${root}` } : original;
    const behavior = behaviorOf(config, viewer.uri);
    trace.note('behavior', { distribution: distribution.id, pathPattern: behavior.pathPattern });
    if (viewer.scheme === 'http' && behavior.viewerProtocolPolicy === 'redirect-to-https') {
      return redirectToHttps(original, host);
    }
    checkAdmission(config, behavior, viewer);
    return this.inBehavior(distribution, behavior, viewer, trace);
  }

  private async inBehavior(
    distribution: DeployedDistribution,
    behavior: CacheBehavior,
    viewer: ViewerRequest,
    trace: OpenTrace,
  ): Promise<FinalAnswer> {
    const { configuration } = this.props;
    const cachePolicy = configuration.cachePolicy(behavior.cachePolicyId);
    if (cachePolicy === undefined) {
      throw new EdgeError(500, 'The local edge knows no cache settings without a cache policy.');
    }
    const originRequestPolicy = configuration.originRequestPolicy(behavior.originRequestPolicyId);
    const seen = withCloudFrontHeaders(viewer, cachePolicy, originRequestPolicy);
    let final: FinalAnswer;
    try {
      const decided = await this.viewerRequest(distribution, behavior, seen, trace);
      if ('answer' in decided) {
        final = { ...decided.answer, resultType: 'FunctionGeneratedResponse' };
      } else {
        const served = { distribution, behavior, cachePolicy, originRequestPolicy, trace, ...decided };
        final = await this.viewerResponse(served, await this.whole(served));
      }
    } catch (error) {
      final = failed(error, trace);
    }
    return this.withResponseHeaders(behavior, seen, final);
  }

  /** Cache or origin, the page for an error, and the part of it all that the viewer asked for. */
  private async whole(served: Served): Promise<FinalAnswer> {
    const found = await this.find(served).catch((error: unknown): Found => {
      const { status, headers, body, resultType } = failed(error, served.trace);
      return { answer: { status, headers, body }, resultType };
    });
    const { answer, ageSeconds } = found;
    if (answer.status >= 400) return this.errorAnswer(served, found);
    const part = delivered(served.viewer, answer);
    const headers = copyOf(part.headers);
    if (ageSeconds !== undefined) headers.set('age', [String(ageSeconds)]);
    if (!forwardsCookies(served)) headers.delete('set-cookie');
    appendVia(headers, served.distribution.domainName);
    return { ...part, headers, resultType: found.resultType, brokenOff: found.complete === false };
  }

  private async viewerRequest(
    distribution: DeployedDistribution,
    behavior: CacheBehavior,
    viewer: ViewerRequest,
    trace: OpenTrace,
  ): Promise<{ viewer: ViewerRequest; decision: OriginDecision | undefined } | { answer: Answer }> {
    const outcome = await this.runFunction('viewer-request', distribution, behavior, viewer, trace);
    if (outcome === undefined) return { viewer, decision: undefined };
    const after = afterViewerRequest(viewer, outcome.result);
    return 'answer' in after ? after : { viewer: after.request, decision: outcome.decision };
  }

  private async viewerResponse(served: Served, answer: FinalAnswer): Promise<FinalAnswer> {
    const { distribution, behavior, viewer, trace } = served;
    if (answer.status >= 400) return answer;
    const outcome = await this.runFunction('viewer-response', distribution, behavior, viewer, trace, answer);
    if (outcome === undefined) return answer;
    const result = outcome.result as Parameters<typeof generatedAnswer>[0] | undefined;
    if (typeof result !== 'object' || result === null || result.statusCode === undefined) {
      throw new EdgeError(502, 'The CloudFront function returned no response.', 'FunctionValidationError');
    }
    return { ...answer, ...generatedAnswer(result, answer) };
  }

  private async runFunction(
    eventType: 'viewer-request' | 'viewer-response',
    distribution: DeployedDistribution,
    behavior: CacheBehavior,
    viewer: ViewerRequest,
    trace: OpenTrace,
    answer?: Answer,
  ) {
    const association = behavior.functions.find((one) => one.eventType === eventType);
    if (association === undefined) return undefined;
    const edgeFunction = this.props.configuration.edgeFunction(association.arn);
    if (edgeFunction === undefined) {
      throw new EdgeError(503, `${association.arn} is not published.`, 'FunctionExecutionError');
    }
    try {
      const outcome = await this.props.functions.run(edgeFunction, {
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
        engine: this.props.functions.name,
        decision,
        reads,
        logs,
      });
      return outcome;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      trace.note('function', { eventType, name: edgeFunction.name, error: reason });
      throw new EdgeError(503, `The CloudFront function failed: ${reason}`, 'FunctionExecutionError');
    }
  }

  private async find(served: Served): Promise<Found> {
    const { viewer, behavior, cachePolicy, distribution, trace } = served;
    const request = originRequest(viewer, {
      cachePolicy,
      originRequestPolicy: served.originRequestPolicy,
      distributionDomainName: distribution.domainName,
    });
    const isCached =
      viewer.method === 'GET' ||
      viewer.method === 'HEAD' ||
      (viewer.method === 'OPTIONS' && behavior.cachedMethods.includes('OPTIONS'));
    if (!isCached) {
      trace.note('cache', { result: 'not cached', method: viewer.method });
      return missed(await this.askOrigin(served, request));
    }
    const parts = cacheKey(distribution.id, viewer, cachePolicy);
    const key = keyText(parts);
    const target = parts.query === '' ? parts.uri : `${parts.uri}?${parts.query}`;
    trace.note('key', { ...parts });

    const { cache } = this;
    let copy = cache.find(key, viewer.method);
    if (copy === undefined || !cache.isFresh(copy)) {
      const pending = cachePolicy.maxTtlSeconds === 0 ? undefined : cache.pending(key);
      if (pending !== undefined && !mayServeStale(copy, cache)) {
        trace.note('cache', { result: 'waits for a request of the same key' });
        await pending;
        copy = cache.find(key, viewer.method);
      }
    }
    if (copy !== undefined && cache.isFresh(copy)) {
      trace.note('cache', { result: 'hit', ageSeconds: cache.ageSeconds(copy), from: copy.originId });
      return hit(copy, cache.ageSeconds(copy));
    }
    const stale = copy;
    const ask = () => cache.leading(key, () => this.refresh(served, request, key, target, stale));
    if (stale !== undefined && mayServeStale(stale, cache)) {
      trace.note('cache', { result: 'stale, asked for anew meanwhile', from: stale.originId });
      if (cache.pending(key) === undefined) void ask().catch(() => undefined);
      return hit(stale, cache.ageSeconds(stale));
    }
    trace.note('cache', { result: stale === undefined ? 'miss' : 'expired' });
    return ask();
  }

  /** Asks the origin, whether for an answer or whether the expired copy still holds, and keeps what may be kept. */
  private async refresh(
    served: Served,
    request: OriginRequest,
    key: string,
    target: string,
    stale: Copy | undefined,
  ): Promise<Found> {
    const { cachePolicy, distribution, viewer, trace } = served;
    const { customErrorResponses } = distribution.config;
    const now = () => this.props.clock.now();
    let result: OriginResult;
    try {
      result = await this.askOrigin(served, stale === undefined ? request : conditional(request, stale));
    } catch (error) {
      if (!(error instanceof EdgeError) || error.status < 500) throw error;
      const { status, headers, body } = failed(error, trace);
      result = { answer: { status, headers, body }, originId: '', complete: true, generated: true };
    }
    const { answer } = result;
    if (answer.status === 304 && stale !== undefined) {
      const merged = new Map([...stale.answer.headers, ...answer.headers]);
      const confirmed = this.cache.confirm(
        stale,
        answer.headers,
        freshness(stale.answer.status, merged, cachePolicy, customErrorResponses, now()),
      );
      trace.note('cache', { result: 'confirmed by the origin', from: result.originId });
      return { answer: confirmed.answer, resultType: 'RefreshHit', ageSeconds: 0 };
    }
    if (answer.status >= 500 && stale !== undefined && stale.answer.status < 400 && this.mayStandIn(stale)) {
      this.cache.extend(stale, errorTtlSeconds(answer.status, customErrorResponses));
      trace.note('cache', {
        result: 'stale instead of an error',
        status: answer.status,
        from: stale.originId,
      });
      return hit(stale, this.cache.ageSeconds(stale));
    }
    const kept = freshness(answer.status, answer.headers, cachePolicy, customErrorResponses, now());
    const encoding = served.behavior.compress
      ? normalizedEncoding(joined(viewer.headers, 'accept-encoding'), cachePolicy)
      : '';
    const small = result.complete && viewer.method === 'GET' ? compressed(answer, encoding) : answer;
    if (kept.storable && result.complete) {
      this.cache.store({
        key,
        distributionId: distribution.id,
        target,
        headOnly: viewer.method === 'HEAD',
        answer: small,
        originId: result.originId,
        storedAt: now(),
        ageAtOriginSeconds: Number(joined(answer.headers, 'age') ?? 0) || 0,
        freshness: kept,
      });
      trace.note('cache', { result: 'stored', ttlSeconds: kept.ttlSeconds });
    }
    return missed({ ...result, answer: small });
  }

  private askOrigin(served: Served, request: OriginRequest): Promise<OriginResult> {
    const { distribution, behavior, decision, viewer, trace } = served;
    const plan = originPlan(distribution.config, behavior, decision, viewer.method);
    return this.rounds.ask({ plan, distribution, behavior, viewer, trace }, request);
  }

  private mayStandIn(stale: Copy): boolean {
    const { staleIfErrorSeconds, ttlSeconds } = stale.freshness;
    if (staleIfErrorSeconds === undefined) return true;
    return this.props.clock.now() < stale.storedAt + (ttlSeconds + staleIfErrorSeconds) * 1000;
  }

  /** The distribution's page for this status, else the error as it came. */
  private async errorAnswer(served: Served, found: Found): Promise<FinalAnswer> {
    const { distribution, trace, viewer } = served;
    const { answer } = found;
    const resultType: ResultType = /^(Function|Lambda).*Error$/.test(found.resultType)
      ? found.resultType
      : 'Error';
    const custom = distribution.config.customErrorResponses.find(
      ({ errorCode }) => errorCode === answer.status,
    );
    if (custom === undefined || custom.responsePagePath === '') {
      const headers = copyOf(answer.headers);
      if (!forwardsCookies(served)) headers.delete('set-cookie');
      if (found.ageSeconds !== undefined) headers.set('age', [String(found.ageSeconds)]);
      appendVia(headers, distribution.domainName);
      return { ...answer, headers, resultType, brokenOff: found.complete === false };
    }
    const behavior = behaviorOf(distribution.config, custom.responsePagePath);
    const cachePolicy = this.props.configuration.cachePolicy(behavior.cachePolicyId);
    if (cachePolicy === undefined) return { ...answer, resultType };
    trace.note('behavior', { errorPage: custom.responsePagePath, pathPattern: behavior.pathPattern });
    const page = await this.find({
      ...served,
      behavior,
      cachePolicy,
      originRequestPolicy: this.props.configuration.originRequestPolicy(behavior.originRequestPolicyId),
      decision: undefined,
      viewer: { ...viewer, method: 'GET', uri: custom.responsePagePath, query: '', body: Buffer.alloc(0) },
    }).catch((): Found => found);
    if (page.answer.status >= 400) return { ...answer, resultType };
    const headers = copyOf(page.answer.headers);
    appendVia(headers, distribution.domainName);
    return {
      status: Number(custom.responseCode || answer.status),
      headers,
      body: page.answer.body,
      resultType,
    };
  }

  private withResponseHeaders(
    behavior: CacheBehavior,
    viewer: ViewerRequest,
    answer: FinalAnswer,
  ): FinalAnswer {
    const policy = this.props.configuration.responseHeadersPolicy(behavior.responseHeadersPolicyId);
    if (policy === undefined) return answer;
    const headers = copyOf(answer.headers);
    applyResponseHeaders(policy, viewer.method, viewer.headers, headers, () =>
      answer.resultType === 'Hit' || answer.resultType === 'RefreshHit' ? 'cdn-cache-hit' : 'cdn-cache-miss',
    );
    return { ...answer, headers };
  }

  private invalidate(distributionId: string): void {
    const all = this.props.configuration.invalidations(distributionId);
    const done = this.invalidated.get(distributionId) ?? 0;
    for (const { paths } of all.slice(done)) this.cache.invalidate(distributionId, paths);
    if (all.length !== done) this.invalidated.set(distributionId, all.length);
  }
}

function hit({ answer }: Copy, ageSeconds: number): Found {
  return { answer, resultType: answer.status >= 400 ? 'Error' : 'Hit', ageSeconds };
}

function missed({ answer, complete, generated }: OriginResult): Found {
  const resultType = answer.status >= 400 ? 'Error' : 'Miss';
  return {
    answer,
    resultType: generated && resultType === 'Miss' ? 'LambdaGeneratedResponse' : resultType,
    complete,
  };
}

function mayServeStale(copy: Copy | undefined, cache: Cache): boolean {
  if (copy === undefined || copy.answer.status >= 400) return false;
  const { ttlSeconds, staleWhileRevalidateSeconds } = copy.freshness;
  return cache.ageSeconds(copy) - copy.ageAtOriginSeconds < ttlSeconds + staleWhileRevalidateSeconds;
}

/** Asks whether a copy still holds. */
function conditional(request: OriginRequest, { answer }: Copy): OriginRequest {
  const headers = new Map(request.headers);
  const tag = joined(answer.headers, 'etag');
  const modified = joined(answer.headers, 'last-modified');
  if (answer.status >= 400) return request;
  if (tag !== undefined) headers.set('if-none-match', [tag]);
  if (modified !== undefined) headers.set('if-modified-since', [modified]);
  return { ...request, headers };
}

/** HTTP 301 for what browsers fetch; 307, which keeps method and body, for the rest. */
function redirectToHttps({ method, uri, query }: ViewerRequest, host: string): FinalAnswer {
  const page = errorPage(method === 'GET' || method === 'HEAD' ? 301 : 307, 'Moved Permanently');
  const location = `https://${host.replace(/:\d+$/, '')}${uri}${query === '' ? '' : `?${query}`}`;
  page.headers.set('location', [location]);
  return { ...page, resultType: 'Redirect' };
}

function failed(error: unknown, trace: OpenTrace): FinalAnswer {
  const known = error instanceof EdgeError;
  const reason = error instanceof Error ? error.message : String(error);
  if (!known) trace.note('answer', { failure: reason });
  const { status, resultType } = known ? error : { status: 500, resultType: 'Error' as const };
  return { ...errorPage(status, reason), resultType };
}

function forwardsCookies({ cachePolicy, originRequestPolicy }: Served): boolean {
  return [cachePolicy, originRequestPolicy].some(
    (policy) => policy !== undefined && policy.cookies.behavior !== 'none',
  );
}

function appendVia(headers: Fields, domainName: string): void {
  const before = joined(headers, 'via');
  const own = `1.1 ${domainName} (CloudFront)`;
  headers.set('via', [before === undefined ? own : `${before}, ${own}`]);
}

/** What an origin says under CloudFront's own names is not passed on, except the age, which counts on. */
function without(headers: Fields): Fields {
  return new Map([...headers].filter(([name]) => name === 'age' || !SEEN_BY_VIEWERS.test(name)));
}
