import type { Cache, Copy } from './cache';
import { cacheKey, keyText, normalizedEncoding } from './cache-key';
import { compressed } from './delivery';
import { failed } from './failure';
import { joined } from './fields';
import { errorTtlSeconds, freshness } from './freshness';
import { EdgeError } from './message';
import { type OriginRequest, originRequest } from './origin-request';
import type { OriginResult, OriginRounds } from './origin-rounds';
import { originPlan } from './origins';
import type { Found, Served } from './served';
import type { Clock } from './types';

/** Origins behind the cache: asks them only for what is not kept, and for each key once at a time. */
export class CachedOrigin {
  constructor(
    private readonly cache: Cache,
    private readonly rounds: OriginRounds,
    private readonly clock: Clock,
  ) {}

  /** What the cache has, else what the origin answers. */
  async find(served: Served): Promise<Found> {
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
      trace.note('cache', { result: 'hit', ageSeconds: cache.ageSeconds(copy), ...from(copy) });
      return hit(copy, cache.ageSeconds(copy));
    }
    const stale = copy;
    const ask = () => cache.leading(key, () => this.refresh(served, request, key, target, stale));
    if (stale !== undefined && mayServeStale(stale, cache)) {
      trace.note('cache', { result: 'stale, asked for anew meanwhile', ...from(stale) });
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
    const now = () => this.clock.now();
    let result: OriginResult;
    try {
      result = await this.askOrigin(served, stale === undefined ? request : conditional(request, stale));
    } catch (error) {
      if (!(error instanceof EdgeError) || error.status < 500) throw error;
      // What a trigger did wrong is no answer of the origin, and is not kept as one.
      if (error.resultType !== 'Error') throw error;
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
      trace.note('cache', { result: 'confirmed by the origin', ...from(result) });
      return { answer: confirmed.answer, resultType: 'RefreshHit', ageSeconds: 0 };
    }
    if (answer.status >= 500 && stale !== undefined && stale.answer.status < 400 && this.mayStandIn(stale)) {
      this.cache.extend(stale, errorTtlSeconds(answer.status, customErrorResponses));
      trace.note('cache', {
        result: 'stale instead of an error',
        status: answer.status,
        ...from(stale),
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
        ...by(result),
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
    return this.clock.now() < stale.storedAt + (ttlSeconds + staleIfErrorSeconds) * 1000;
  }
}

const by = ({ answeredBy }: Pick<OriginResult, 'answeredBy'>) =>
  answeredBy === undefined ? {} : { answeredBy };

const from = (kept: Pick<OriginResult, 'originId' | 'answeredBy'>) => ({ from: kept.originId, ...by(kept) });

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
