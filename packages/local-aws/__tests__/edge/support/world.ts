import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeployedDistribution, DeployedFunction, EdgeConfiguration } from '../../../edge/configuration';
import { Edge } from '../../../edge/edge';
import { functionEngine } from '../../../edge/functions';
import type { FunctionEngine, ReadKeyValue } from '../../../edge/functions/engine';
import { createEdgeServer } from '../../../edge/listener';
import type {
  CachePolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  Selection,
} from '../../../edge/policies';
import type { Clock, Trace } from '../../../edge/types';
import type {
  CacheBehavior,
  DistributionConfig,
  Origin,
} from '../../../emulators/cloudfront/distribution-config';
import { TestOrigin } from './origin';

/** Time that stands still until a test moves it. */
export class TestClock implements Clock {
  private time = Date.parse('2026-01-01T00:00:00Z');
  private readonly sleepers = new Set<{ until: number; wake: () => void }>();

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { until: this.time + milliseconds, wake: resolve };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        this.sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
    for (const sleeper of [...this.sleepers]) {
      if (sleeper.until > this.time) continue;
      this.sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: Buffer;
  /** The connection ended before the answer did. */
  readonly brokenOff: boolean;
}

export interface Asking {
  readonly method?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  readonly country?: string;
  readonly ip?: string;
  readonly scheme?: 'http' | 'https';
}

export const NONE: Selection = { behavior: 'none', names: new Set() };
export const ALL: Selection = { behavior: 'all', names: new Set() };
export const listed = (...names: string[]): Selection => ({ behavior: 'whitelist', names: new Set(names) });
export const allExcept = (...names: string[]): Selection => ({
  behavior: 'allExcept',
  names: new Set(names),
});

export const CACHING: CachePolicy = {
  name: 'caching',
  minTtlSeconds: 0,
  defaultTtlSeconds: 86_400,
  maxTtlSeconds: 31_536_000,
  gzip: false,
  brotli: false,
  headers: NONE,
  cookies: NONE,
  queryStrings: NONE,
};

export const SITE = 'www.example.com';
const DOMAIN_NAME = 'd111111abcdef8.cloudfront.net';

/** One distribution with origins `a`, `b` and a bucket, changed by each test as it needs. */
export class TestWorld implements EdgeConfiguration {
  readonly clock = new TestClock();
  readonly a = new TestOrigin('a');
  readonly b = new TestOrigin('b');
  readonly s3 = new TestOrigin('s3');
  readonly keyValues = new Map<string, string>();
  /** Lambda functions by ARN. */
  readonly lambdas = new Map<string, (event: never) => unknown>();
  readonly paths: { paths: string[] }[] = [];
  config = distributionConfig();
  cache: CachePolicy = CACHING;
  /** Of behaviours that name another policy than `cache`. */
  readonly otherCachePolicies = new Map<string, CachePolicy>();
  originRequest: OriginRequestPolicy | undefined;
  responseHeaders: ResponseHeadersPolicy | undefined;
  private readonly functions = new Map<string, DeployedFunction>();
  /** Names that were asked for, in order. */
  readonly resolved: string[] = [];
  private readonly dead = new Set<string>();
  /** Who stands behind an origin's name, where the resolver knows it. */
  readonly standIns = new Map<string, string>();
  private version = 0;
  private server: Server | undefined;
  private port = 0;
  readonly edge: Edge;

  constructor(engine?: (readKeyValue: ReadKeyValue) => FunctionEngine) {
    const readKeyValue: ReadKeyValue = (_, key) => this.keyValues.get(key);
    this.edge = this.createEdge(engine?.(readKeyValue) ?? functionEngine(readKeyValue, () => undefined));
  }

  async start(): Promise<void> {
    for (const origin of [this.a, this.b, this.s3]) await origin.start();
    this.server = createEdgeServer({ edge: this.edge });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.edge.close();
    this.server?.closeAllConnections();
    this.server?.close();
    for (const origin of [this.a, this.b, this.s3]) origin.stop();
  }

  /** As it was in the beginning, for the next test. */
  reset(): void {
    for (const origin of [this.a, this.b, this.s3]) origin.reset();
    for (const state of [
      this.keyValues,
      this.lambdas,
      this.functions,
      this.dead,
      this.standIns,
      this.otherCachePolicies,
    ]) {
      state.clear();
    }
    this.paths.length = 0;
    this.resolved.length = 0;
    this.config = distributionConfig();
    this.cache = CACHING;
    this.originRequest = undefined;
    this.responseHeaders = undefined;
    this.edge.cache.clear();
  }

  kill(name: string): void {
    this.dead.add(name);
  }

  revive(name: string): void {
    this.dead.delete(name);
  }

  /** Changes the default behaviour. */
  behavior(change: Partial<CacheBehavior>): void {
    this.config = {
      ...this.config,
      defaultCacheBehavior: { ...this.config.defaultCacheBehavior, ...change },
    };
  }

  distribution(change: Partial<DistributionConfig>): void {
    this.config = { ...this.config, ...change };
  }

  origin(id: string, change: Partial<Origin>): void {
    const origins = this.config.origins.map((origin) =>
      origin.id === id ? { ...origin, ...change } : origin,
    );
    this.config = { ...this.config, origins };
  }

  /** A group of `a` and `b` as the default behaviour's target. */
  group(...failoverStatusCodes: number[]): void {
    this.distribution({ originGroups: [{ id: 'group', originIds: ['a', 'b'], failoverStatusCodes }] });
    this.behavior({ targetOriginId: 'group' });
  }

  publish(eventType: 'viewer-request' | 'viewer-response', code: string): void {
    const arn = `arn:aws:cloudfront::123456789012:function/${eventType}`;
    this.functions.set(arn, {
      name: eventType,
      arn,
      version: String(++this.version),
      code,
      keyValueStoreArn: 'arn:store',
    });
    const others = this.config.defaultCacheBehavior.functions.filter((one) => one.eventType !== eventType);
    this.behavior({ functions: [...others, { arn, eventType }] });
  }

  lambda(eventType: 'origin-request' | 'origin-response', handler: (event: never) => unknown): void {
    const arn = `arn:aws:lambda:us-east-1:123456789012:function:${eventType}:1`;
    this.lambdas.set(arn, handler);
    const others = this.config.defaultCacheBehavior.lambdaFunctions.filter(
      (one) => one.eventType !== eventType,
    );
    this.behavior({ lambdaFunctions: [...others, { arn, eventType, includeBody: false }] });
  }

  /** Asks through HTTP, as a viewer. */
  get(path: string, asking: Asking = {}): Promise<Reply> {
    const headers = {
      host: asking.host ?? SITE,
      ...(asking.country === undefined ? {} : { 'x-sim-country': asking.country }),
      ...(asking.ip === undefined ? {} : { 'x-sim-ip': asking.ip }),
      ...(asking.scheme === undefined ? {} : { 'x-sim-scheme': asking.scheme }),
      ...(asking.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(asking.body)) }),
      ...asking.headers,
    };
    return new Promise((resolve, reject) => {
      const request = httpRequest({
        host: '127.0.0.1',
        port: this.port,
        path,
        method: asking.method ?? 'GET',
        headers,
      });
      request.on('error', reject);
      request.on('response', (response) => void readReply(response).then(resolve));
      request.end(asking.body);
    });
  }

  /** Until a request has reached an origin for the given time. */
  async untilAsked(origin: 'a' | 'b', times = 1): Promise<void> {
    while (this[origin].saw.length < times) await new Promise((resolve) => setImmediate(resolve));
  }

  trace(reply: Reply): Trace | undefined {
    return this.edge.traces.get(String(reply.headers['x-local-trace']));
  }

  distributions(): readonly DeployedDistribution[] {
    return [{ id: 'EDFDVBD6EXAMPLE', arn: 'arn:distribution', domainName: DOMAIN_NAME, config: this.config }];
  }

  cachePolicy(id: string): CachePolicy | undefined {
    return id === 'cache' ? this.cache : this.otherCachePolicies.get(id);
  }

  originRequestPolicy(): OriginRequestPolicy | undefined {
    return this.originRequest;
  }

  responseHeadersPolicy(): ResponseHeadersPolicy | undefined {
    return this.responseHeaders;
  }

  edgeFunction(arn: string): DeployedFunction | undefined {
    return this.functions.get(arn);
  }

  keyValue(_: string, key: string): string | undefined {
    return this.keyValues.get(key);
  }

  invalidations(): readonly { readonly paths: readonly string[] }[] {
    return this.paths;
  }

  private createEdge(functions: FunctionEngine): Edge {
    return new Edge({
      configuration: this,
      functions,
      lambda: {
        invoke: async (arn, event) => {
          const handler = this.lambdas.get(arn);
          if (handler === undefined) throw new Error(`no function ${arn}`);
          return handler(event as never);
        },
      },
      resolver: {
        resolve: async (name) => {
          this.resolved.push(name);
          const id = name.split('.', 1)[0] ?? '';
          const origin = { a: this.a, b: this.b }[id];
          // Port 1 refuses connections.
          const standIn = this.standIns.get(id);
          const by = standIn === undefined ? {} : { name: standIn };
          return origin && { host: '127.0.0.1', port: this.dead.has(id) ? 1 : origin.port, ...by };
        },
      },
      clock: this.clock,
      s3: this.s3Endpoint(),
    });
  }

  private s3Endpoint() {
    const { s3 } = this;
    return {
      host: '127.0.0.1',
      get port() {
        return s3.port;
      },
    };
  }
}

async function readReply(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve) => {
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', resolve);
    response.on('error', () => resolve());
    response.on('close', resolve);
  });
  const bytes = Buffer.concat(chunks);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: bytes.toString(),
    bytes,
    brokenOff: !response.complete,
  };
}

export function customOrigin(id: string): Origin {
  return {
    id,
    domainName: `${id}.origin.example.com`,
    path: '',
    customHeaders: [],
    originAccessControlId: '',
    connectionAttempts: 1,
    connectionTimeoutSeconds: 10,
    custom: {
      httpPort: 80,
      httpsPort: 443,
      protocolPolicy: 'https-only',
      sslProtocols: ['TLSv1.2'],
      readTimeoutSeconds: 30,
      keepaliveTimeoutSeconds: 5,
    },
  };
}

export function cacheBehavior(change: Partial<CacheBehavior> = {}): CacheBehavior {
  return {
    pathPattern: '*',
    targetOriginId: 'a',
    viewerProtocolPolicy: 'allow-all',
    allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
    cachedMethods: ['GET', 'HEAD'],
    compress: false,
    cachePolicyId: 'cache',
    originRequestPolicyId: 'origin-request',
    responseHeadersPolicyId: 'response-headers',
    realtimeLogConfigArn: '',
    trustedKeyGroups: [],
    functions: [],
    lambdaFunctions: [],
    ...change,
  };
}

function distributionConfig(): DistributionConfig {
  const { custom: _, ...bucket } = customOrigin('bucket');
  return {
    comment: '',
    enabled: true,
    ipv6: true,
    httpVersion: 'http2',
    aliases: [SITE],
    defaultRootObject: '',
    origins: [
      customOrigin('a'),
      customOrigin('b'),
      { ...bucket, domainName: 'media-bucket.s3.eu-central-1.amazonaws.com', originAccessControlId: 'OAC' },
    ],
    originGroups: [],
    defaultCacheBehavior: cacheBehavior(),
    cacheBehaviors: [],
    customErrorResponses: [],
    webAclId: '',
    certificateArn: 'arn:certificate',
    logging: { bucket: '', prefix: '', includeCookies: false },
    geoRestriction: { type: 'none', locations: [] },
  };
}
