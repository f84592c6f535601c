import { setImmediate } from 'node:timers/promises';
import type { DeployedFunction, EdgeConfiguration } from 'local-aws/edge/configuration';
import {
  type FunctionCall,
  type FunctionEngine,
  type FunctionOutcome,
  NeverEnds,
  TIME_LIMIT_MILLISECONDS,
} from 'local-aws/edge/functions/engine';
import { QuickJsEngine } from 'local-aws/edge/functions/quickjs';
import { EdgeError, type ViewerRequest } from 'local-aws/edge/message';
import { withCustomHeaders } from 'local-aws/edge/origin-request';
import { s3Bucket } from 'local-aws/edge/origins';
import { OpenTrace } from 'local-aws/edge/traces';
import { ViewerFunctions } from 'local-aws/edge/viewer-functions';
import { type Way, wayOf } from 'local-aws/edge/way';
import type { Origin } from 'local-aws/emulators/cloudfront/distribution-config';
import { dnsName } from 'local-aws/world/route53/records';
import { CannotTell, whereTold } from './cannot-tell';
import { edgeConfiguration } from './distributions';
import { LoadBalancers } from './load-balancers';
import { Names } from './names';
import type { Resource } from './resources';
import { text } from './values';

/** What a viewer asks for at the edge, or a name that somebody asks DNS for. */
export type Question =
  | {
      readonly at: 'edge';
      readonly name: string;
      readonly path: string;
      readonly method: string;
      readonly country: string;
    }
  | { readonly at: 'dns'; readonly name: string; readonly fromAwsRegion: string };

/** Who answers a question. Two with the same `by` are answered alike. */
export type Served =
  | { readonly by: string; readonly isServed: boolean }
  /** It cannot be told, and why. */
  | { readonly untold: string };

/** What is the same whatever of a change is applied. */
export interface Surroundings {
  /** Whether a name belongs to a zone of the records. */
  readonly isOurs: (name: string) => boolean;
  /** Whether a name has a record, or a load balancer, at any time. */
  readonly everHad: (name: string) => boolean;
  readonly isOurBucket: (bucket: string) => boolean;
  readonly answersAt: (path: string) => boolean;
  /** Names of headers, in lower case, that some load balancer looks at. */
  readonly readHeaders: ReadonlySet<string>;
}

const CLOUDFRONT = /^aws_cloudfront/;
const NOBODY = { by: 'nobody', isServed: false };

/** Answers who answers: from resources, with the local edge's and the local world's own code, and without asking anybody. */
export class Model {
  private readonly engine: MemorizingEngine;
  private readonly edges = new Map<string, Edge>();
  private readonly numbers = new WeakMap<Resource, number>();
  private counted = 0;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly signal?: AbortSignal,
  ) {
    this.engine = new MemorizingEngine();
  }

  /** What is deployed when these resources are. */
  world(resources: readonly Resource[]): World {
    const ofCloudFront = resources.filter(({ type }) => CLOUDFRONT.test(type));
    // Records change more often than distributions: what follows from these alone is worked out once.
    const key = ofCloudFront.map((resource) => this.numberOf(resource)).join(' ');
    const edge = this.edges.get(key) ?? new Edge(edgeConfiguration(ofCloudFront), this.engine, this.signal);
    this.edges.set(key, edge);
    return new World(resources, edge, this.surroundings);
  }

  close(): void {
    this.engine.close();
  }

  private numberOf(resource: Resource): number {
    const known = this.numbers.get(resource) ?? ++this.counted;
    this.numbers.set(resource, known);
    return known;
  }
}

export class World {
  readonly names: Names;
  private readonly balancers: LoadBalancers;
  private readonly buckets: ReadonlySet<string>;
  private readonly ways = new Map<string, Served>();

  constructor(
    resources: readonly Resource[],
    readonly edge: Edge,
    private readonly surroundings: Surroundings,
  ) {
    this.balancers = new LoadBalancers(resources);
    this.buckets = new Set(
      resources.filter(({ type }) => type === 'aws_s3_bucket').map(({ values }) => text(values, 'bucket')),
    );
    const distributions = new Set(
      edge.configuration.distributions().map(({ domainName }) => dnsName(domainName)),
    );
    this.names = new Names({ resources, balancers: this.balancers, distributions, surroundings });
  }

  /** Whether anything is left of a name. */
  knows(name: string): boolean {
    const distributions = this.edge.configuration.distributions();
    const aliases = distributions.flatMap(({ config }) => whereTold(() => config.aliases, []));
    return [...this.names.all(), ...aliases.map(dnsName)].includes(dnsName(name));
  }

  async served(question: Question): Promise<Served> {
    try {
      return question.at === 'dns' ? this.named(question) : await this.atEdge(question);
    } catch (error) {
      const why = error instanceof EdgeError ? error.cause : error;
      if (why instanceof CannotTell) return { untold: why.message };
      if (error instanceof EdgeError)
        return { by: `nobody: the edge answers ${error.status}`, isServed: false };
      throw error;
    }
  }

  /** Who stands behind a name, as DNS has it. */
  private named({ name, fromAwsRegion }: Extract<Question, { at: 'dns' }>): Served {
    const ends = this.names.leadsTo(name, fromAwsRegion);
    const by = ends.map((end) => (end === undefined ? NOBODY.by : (this.balancers.named(end)?.place ?? end)));
    return { by: [...new Set(by)].sort().join(' or '), isServed: !ends.includes(undefined) };
  }

  private async atEdge(question: Extract<Question, { at: 'edge' }>): Promise<Served> {
    const { name } = question;
    if (this.surroundings.isOurs(name)) {
      const ends = this.names.leadsTo(name, 'us-east-1');
      if (ends.includes(undefined)) return NOBODY;
    }
    const way = await this.edge.way(question);
    if ('answer' in way) {
      return { by: `the edge itself, with ${way.answer.status}`, isServed: way.answer.status < 500 };
    }
    const key = this.edge.keyOf(way, this.surroundings.readHeaders);
    const served = this.ways.get(key) ?? this.alongWay(way);
    this.ways.set(key, served);
    return served;
  }

  /** Asks the origins of a way in turn, as the edge does. */
  private alongWay({ plan, request }: Way): Served {
    const asked: string[] = [];
    for (const [index, origin] of plan.origins.entries()) {
      const isLast = index === plan.origins.length - 1;
      const replies = this.repliesOf(origin, request);
      const failed = replies.find(({ status }) => status >= 400);
      const bucket = replies.find(({ isBucket }) => isBucket);
      // A bucket may hold the object or not: both ways have to lead somewhere.
      if (bucket !== undefined && !isLast && plan.failoverStatusCodes.includes(404)) {
        asked.push(bucket.by);
        continue;
      }
      const moves =
        failed !== undefined &&
        !isLast &&
        (failed.status === 502 || plan.failoverStatusCodes.includes(failed.status));
      if (moves) continue;
      if (failed === undefined) {
        return {
          by: [...asked, [...new Set(replies.map(({ by }) => by))].join(' or ')].join(', then '),
          isServed: true,
        };
      }
      const what = failed.status === 502 ? NOBODY.by : `nobody: ${failed.by} answers ${failed.status}`;
      return { by: [...asked, what].join(', then '), isServed: false };
    }
    return NOBODY;
  }

  private repliesOf(origin: Origin, { headers, uri }: Way['request']) {
    const s3 = s3Bucket(origin);
    if (s3 !== undefined) {
      const isThere = this.buckets.has(s3.bucket) || !this.surroundings.isOurBucket(s3.bucket);
      return [{ by: origin.id, status: isThere ? 200 : 502, isBucket: isThere }];
    }
    const sent = withCustomHeaders(headers, origin);
    return this.names.leadsTo(origin.domainName, 'us-east-1').map((end) => {
      if (end === undefined) return { by: NOBODY.by, status: 502, isBucket: false };
      const balancer = this.balancers.named(end);
      if (balancer === undefined) return { by: end, status: 200, isBucket: false };
      const reply = this.balancers.answer(balancer.values, {
        port:
          origin.custom?.protocolPolicy === 'http-only'
            ? origin.custom.httpPort
            : (origin.custom?.httpsPort ?? 443),
        path: `${origin.path}${uri}`,
        header: (name) => sent.get(name)?.join(','),
      });
      const status = reply === undefined ? 502 : reply === 'targets' ? 200 : reply.status;
      return { by: balancer.place, status, isBucket: false };
    });
  }
}

type WayOrAnswer = Awaited<ReturnType<typeof wayOf>>;

/** CloudFront as it is deployed at one time. */
export class Edge {
  private readonly ways = new Map<string, Promise<WayOrAnswer>>();
  private readonly keys = new WeakMap<Way, string>();
  private readonly functions: ViewerFunctions;

  constructor(
    readonly configuration: EdgeConfiguration,
    engine: MemorizingEngine,
    private readonly signal?: AbortSignal,
  ) {
    this.functions = new ViewerFunctions(configuration, engine.for(configuration));
  }

  /** Ways with the same key lead to the same answer, whoever asks. */
  keyOf(way: Way, readHeaders: ReadonlySet<string>): string {
    const known = this.keys.get(way);
    if (known !== undefined) return known;
    const { plan, request } = way;
    const headers = [...request.headers].filter(([name]) => readHeaders.has(name));
    const key = JSON.stringify([plan, request.uri, headers]);
    this.keys.set(way, key);
    return key;
  }

  way({ name, path, method, country }: Extract<Question, { at: 'edge' }>): Promise<WayOrAnswer> {
    const key = [name, path, method, country].join(' ');
    const known = this.ways.get(key) ?? this.found(viewerOf(name, path, method, country));
    this.ways.set(key, known);
    return known;
  }

  private async found(viewer: ViewerRequest): Promise<WayOrAnswer> {
    // Functions run in this thread: without a pause no signal would arrive.
    await setImmediate();
    this.signal?.throwIfAborted();
    return wayOf(this.configuration, this.functions, viewer, new OpenTrace(STOPPED));
  }
}

const STOPPED = { now: () => 0, sleep: async () => undefined };

const viewerOf = (name: string, path: string, method: string, country: string): ViewerRequest => ({
  id: 'review',
  method,
  uri: path,
  query: '',
  headers: new Map([['host', [name]]]),
  body: Buffer.alloc(0),
  scheme: 'https',
  httpVersion: '2.0',
  ip: '192.0.2.1',
  country,
});

/** Runs each function once for the same event, whatever else of a distribution changes. */
class MemorizingEngine {
  private readonly outcomes = new Map<string, Promise<FunctionOutcome>>();
  private configuration: EdgeConfiguration | undefined;
  /** What it was asked for and nobody can tell: the function itself may make something else of that. */
  private untold: CannotTell | undefined;
  /** Versions of functions that do not end: each try would take as long again. */
  private readonly endless = new Set<string>();
  /** In this process: a review asks thousands of times, and njs takes milliseconds each. */
  private readonly engine: FunctionEngine = new QuickJsEngine((store, key) => this.read(store, key));
  private last: Promise<unknown> = Promise.resolve();

  for(configuration: EdgeConfiguration): FunctionEngine {
    return {
      name: this.engine.name,
      run: (edgeFunction, call) => this.run(configuration, edgeFunction, call),
      close: () => undefined,
    };
  }

  close(): void {
    this.engine.close();
  }

  private run(
    configuration: EdgeConfiguration,
    edgeFunction: DeployedFunction,
    call: FunctionCall,
  ): Promise<FunctionOutcome> {
    const key = JSON.stringify([edgeFunction.version, call]);
    const known = this.outcomes.get(key);
    if (known !== undefined) return known;
    // One after the other: a function reads its store through the configuration that is being asked.
    const outcome = this.last.then(async () => {
      this.configuration = configuration;
      this.untold = undefined;
      const ended = this.runOnce(edgeFunction, call);
      await ended.catch(() => undefined);
      if (this.untold !== undefined) throw this.untold;
      return ended;
    });
    this.last = outcome.catch(() => undefined);
    this.outcomes.set(key, outcome);
    return outcome;
  }

  private async runOnce(edgeFunction: DeployedFunction, call: FunctionCall): Promise<FunctionOutcome> {
    const { name, version } = edgeFunction;
    if (this.endless.has(version)) throw new CannotTell(endlessly(name));
    try {
      return await this.engine.run(edgeFunction, call);
    } catch (error) {
      if (!(error instanceof NeverEnds)) throw error;
      this.endless.add(version);
      throw new CannotTell(endlessly(name));
    }
  }

  private read(store: string, key: string): string | undefined {
    try {
      return this.configuration?.keyValue(store, key);
    } catch (error) {
      if (!(error instanceof CannotTell)) throw error;
      this.untold ??= error;
      return undefined;
    }
  }
}

const endlessly = (name: string) =>
  `the function ${name} did not end within ${TIME_LIMIT_MILLISECONDS / 1000} s, and was not asked again`;
