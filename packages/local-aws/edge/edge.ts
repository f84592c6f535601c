import type { CacheBehavior } from '../emulators/cloudfront/distribution-config';
import { admittedBy, matchedBy } from './admission';
import { behaviorOf } from './behaviors';
import { Cache } from './cache';
import { CachedOrigin } from './cached-origin';
import type { EdgeConfiguration } from './configuration';
import { delivered } from './delivery';
import { failed } from './failure';
import { copyOf, type Fields, joined } from './fields';
import type { FunctionEngine } from './functions/engine';
import { EDGE_LOCATION, errorPage, type FinalAnswer, type ResultType, type ViewerRequest } from './message';
import { OriginFetch, type OriginFetchProps } from './origin-fetch';
import { OriginRounds } from './origin-rounds';
import { applyResponseHeaders } from './response-headers';
import { type Found, forwardsCookies, type Served } from './served';
import { type OpenTrace, Traces } from './traces';
import type { LambdaRuntime } from './types';
import { ViewerFunctions } from './viewer-functions';

export interface EdgeProps extends OriginFetchProps {
  readonly configuration: EdgeConfiguration;
  readonly functions: FunctionEngine;
  readonly lambda: LambdaRuntime;
  /** Who asks, where that is no viewer. @default - viewers only */
  readonly requester?: (request: ViewerRequest) => string | undefined;
}

const SEEN_BY_VIEWERS = /^(x-cache|age|x-amz-cf-.*)$/;

/** CloudFront's edge locations, which serve every distribution of the configuration. */
export class Edge {
  readonly cache: Cache;
  readonly traces: Traces;
  private readonly fetch: OriginFetch;
  private readonly origin: CachedOrigin;
  private readonly functions: ViewerFunctions;
  /** Invalidations done, by distribution. */
  private readonly invalidated = new Map<string, number>();

  constructor(private readonly props: EdgeProps) {
    this.cache = new Cache(props.clock);
    this.traces = new Traces(props.clock);
    this.fetch = new OriginFetch(props);
    this.origin = new CachedOrigin(this.cache, new OriginRounds(this.fetch, props.lambda), props.clock);
    this.functions = new ViewerFunctions(props.configuration, props.functions);
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
    const { method, uri, country, scheme, location = EDGE_LOCATION } = viewer;
    const by = this.props.requester?.(viewer);
    const host = joined(viewer.headers, 'host');
    trace.note('viewer', { host, method, uri, country, location, scheme, ...(by && { by }) });
    let answer: FinalAnswer;
    try {
      answer = await this.dispatch(viewer, trace);
    } catch (error) {
      answer = failed(error, trace);
    }
    const headers = without(answer.headers);
    headers.set('x-cache', [`${answer.resultType} from cloudfront`]);
    headers.set('x-amz-cf-id', [viewer.id]);
    headers.set('x-amz-cf-pop', [location]);
    headers.set('x-local-trace', [trace.id]);
    if (!headers.has('date')) headers.set('date', [new Date(this.props.clock.now()).toUTCString()]);
    if (!headers.has('server')) headers.set('server', ['CloudFront']);
    trace.note('answer', { status: answer.status, result: answer.resultType });
    return { ...answer, headers };
  }

  private async dispatch(original: ViewerRequest, trace: OpenTrace): Promise<FinalAnswer> {
    const matched = matchedBy(this.props.configuration, original);
    const { distribution, behavior, viewer } = matched;
    this.invalidate(distribution.id);
    trace.note('behavior', { distribution: distribution.id, pathPattern: behavior.pathPattern });
    if (viewer.scheme === 'http' && behavior.viewerProtocolPolicy === 'redirect-to-https') {
      return redirectToHttps(original, joined(original.headers, 'host') ?? '');
    }
    const admitted = admittedBy(this.props.configuration, matched);
    let final: FinalAnswer;
    try {
      const decided = await this.functions.request(distribution, behavior, admitted.viewer, trace);
      if ('answer' in decided) {
        final = { ...decided.answer, resultType: 'FunctionGeneratedResponse' };
      } else {
        const served = { ...admitted, trace, ...decided };
        final = await this.functions.response(served, await this.whole(served));
      }
    } catch (error) {
      final = failed(error, trace);
    }
    return this.withResponseHeaders(behavior, admitted.viewer, final);
  }

  /** Cache or origin, the page for an error, and the part of it all that the viewer asked for. */
  private async whole(served: Served): Promise<FinalAnswer> {
    const found = await this.origin.find(served).catch((error: unknown): Found => {
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
    const page = await this.origin
      .find({
        ...served,
        behavior,
        cachePolicy,
        originRequestPolicy: this.props.configuration.originRequestPolicy(behavior.originRequestPolicyId),
        decision: undefined,
        viewer: { ...viewer, method: 'GET', uri: custom.responsePagePath, query: '', body: Buffer.alloc(0) },
      })
      .catch((): Found => found);
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

/** HTTP 301 for what browsers fetch; 307, which keeps method and body, for the rest. */
function redirectToHttps({ method, uri, query }: ViewerRequest, host: string): FinalAnswer {
  const page = errorPage(method === 'GET' || method === 'HEAD' ? 301 : 307, 'Moved Permanently');
  const location = `https://${host.replace(/:\d+$/, '')}${uri}${query === '' ? '' : `?${query}`}`;
  page.headers.set('location', [location]);
  return { ...page, resultType: 'Redirect' };
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
