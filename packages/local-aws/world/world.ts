import type { DeployedDistribution } from '../edge/configuration';
import { type FindLambda, lambdasOf } from '../edge/lambda/deployed';
import { ZipLambdaRuntime } from '../edge/lambda/runtime';
import type { Backend, Endpoint } from '../edge/types';
import { type AskAws, askJson, localAws } from './aws-api';
import { openBackend } from './backends';
import { WorldClock } from './clock';
import { Doors } from './doors';
import { FunctionOrigins } from './functions/function-origins';
import { deployedHealthChecks, type HealthCheck, HealthChecks, type Transition } from './health-checks';
import { LoadBalancers } from './load-balancers';
import { CachingResolver, type NamedTarget, Route53 } from './names';
import { objectsUnder } from './objects';
import { type BatchEnd, deployedMappings, Queues } from './queues';
import { deployedRecords, type RecordSet } from './records';
import type { SentMessage } from './sent-messages';

export interface WorldProps {
  /** Of the local AWS. */
  readonly endpoint: () => string;
  readonly distributions: () => readonly DeployedDistribution[];
  /** Where the edge listens; known only after it does. */
  readonly edge: () => Endpoint | undefined;
  /** Files that the full origin has besides the objects that it makes up. @default - none */
  readonly objectsFolder?: string;
  /** What functions print goes there. @default - nowhere */
  readonly functionLog?: string;
  readonly warn?: (warning: string) => void;
  /** @default - asks `endpoint` */
  readonly ask?: AskAws;
  /** State of a routing control. @default - on */
  readonly routingControl?: (arn: string) => boolean;
  /** Told of everything that happens. */
  readonly onEvent?: (event: WorldEvent) => void;
}

/** Something that happened in the world. */
export type WorldEvent =
  | (Transition & { readonly event: 'health' })
  | { readonly event: 'switch'; readonly at: number; readonly action: string; readonly of: string }
  | (SentMessage & { readonly event: 'message'; readonly at: number })
  | (BatchEnd & { readonly event: 'batch'; readonly at: number });

const REFRESH_MILLISECONDS = 10_000;
const KEPT_EVENTS = 500;

/** What is around the edge: names, regions and queues, each as it is deployed to the local AWS. */
export class World {
  readonly clock = new WorldClock((speed) => this.runQueues(speed));
  readonly healthChecks: HealthChecks;
  readonly queues: Queues;
  readonly loadBalancers: LoadBalancers;
  readonly events: WorldEvent[] = [];
  readonly ask: AskAws;
  private readonly lambda: ZipLambdaRuntime;
  private readonly functionOrigins: FunctionOrigins;
  private readonly doors: Doors;
  private readonly route53: Route53;
  private readonly resolvers = new Map<string, CachingResolver>();
  private readonly codes = new Map<string, string>();
  private readonly warnings = new Map<string, string>();
  private records: readonly RecordSet[] = [];
  private checks: readonly HealthCheck[] = [];
  private prefixes: readonly string[] = [];
  private outside: Backend | undefined;
  private refreshing: Promise<void> | undefined;
  private refreshedAt = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly props: WorldProps) {
    this.ask = props.ask ?? ((call) => localAws(props.endpoint())(call));
    const { ask, clock } = this;
    const onTransition = (transition: Transition) => this.note({ event: 'health', ...transition });
    const objects = objectsUnder(() => this.prefixes, props.objectsFolder);
    this.loadBalancers = new LoadBalancers({ ask, clock, objects, onTransition });
    this.route53 = new Route53({
      records: () => this.records,
      isHealthy: (id) => this.healthChecks.isHealthy(id),
      target: (name) =>
        this.loadBalancers.target(name) ?? this.functionOrigins.target(name) ?? this.outsideTarget(name),
    });
    this.healthChecks = new HealthChecks({
      clock,
      checks: () => this.checks,
      endpointOf: (host) => this.route53.answer(host, 'us-east-1')?.endpoint,
      routingControl: props.routingControl,
      onTransition,
    });
    this.doors = new Doors(async (host) =>
      this.isServedByEdge(host) ? this.props.edge() : this.resolver('us-east-1').resolve(host),
    );
    this.lambda = new ZipLambdaRuntime({
      find: this.withLocalSource(lambdasOf(props.endpoint)),
      endpoint: props.endpoint,
      logFile: props.functionLog,
    });
    this.functionOrigins = new FunctionOrigins({ ask, clock, lambda: this.lambda, warn: props.warn });
    this.queues = new Queues({
      ask,
      lambda: this.lambda,
      onBatch: (end) => this.note({ event: 'batch', at: clock.now(), ...end }),
    });
  }

  /** Names as an edge location asks them whose nearest AWS region is this one. */
  resolver(awsRegion: string): CachingResolver {
    const known = this.resolvers.get(awsRegion);
    if (known !== undefined) return known;
    const made = new CachingResolver(this.route53, this.clock, awsRegion, () => this.fresh());
    this.resolvers.set(awsRegion, made);
    return made;
  }

  /** Resolvers that were asked so far, by AWS region. */
  allResolvers(): ReadonlyMap<string, CachingResolver> {
    return this.resolvers;
  }

  backends(): readonly Backend[] {
    const regions = this.loadBalancers.all().map(({ backend }) => backend);
    return this.outside === undefined ? regions : [...regions, this.outside];
  }

  deployedChecks(): readonly HealthCheck[] {
    return this.checks;
  }

  /** Follows what is deployed until it is closed. */
  start(): void {
    const again = () => {
      this.timer = setTimeout(() => void this.refresh().finally(again), REFRESH_MILLISECONDS);
      this.timer.unref();
    };
    void this.refresh().finally(again);
  }

  /**
   * Reads again what is deployed. What cannot be read stays as it was: name servers, health checkers and load balancers go on
   * without the control planes.
   */
  refresh(): Promise<void> {
    this.refreshing ??= this.read().finally(() => {
      this.refreshing = undefined;
      this.refreshedAt = Date.now();
    });
    return this.refreshing;
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.queues.close();
    this.healthChecks.close();
    this.doors.close();
    this.lambda.close();
    await this.refreshing?.catch(() => undefined);
    clearTimeout(this.timer);
    await this.loadBalancers.close();
    this.functionOrigins.close();
    await this.outside?.close();
  }

  /** For the first question only: later ones are answered from what the timer reads. */
  private async fresh(): Promise<void> {
    if (this.refreshedAt === 0 || this.records.length === 0) await this.refresh();
  }

  private async read(): Promise<void> {
    const attempt = async (what: string, work: () => Promise<void>) => {
      const warning = await work().then(
        () => '',
        (error: unknown) => `${what}: as they were, because ${String(error)}`,
      );
      if (warning !== '' && warning !== this.warnings.get(what)) this.props.warn?.(warning);
      this.warnings.set(what, warning);
    };
    await attempt('names', async () => {
      this.records = await deployedRecords(this.ask);
    });
    await attempt('load balancers', () => this.loadBalancers.follow(this.records));
    await attempt('health checks', async () => {
      this.checks = await deployedHealthChecks(this.ask);
      this.healthChecks.follow();
    });
    await attempt('functions behind HTTP', () => this.functionOrigins.follow(this.askedNames()));
    await attempt('the full origin', () => this.openOutside());
    await attempt('queues', () => this.readQueues());
  }

  /** Somebody broke or mended something: a region, an object, a part of the local AWS. */
  switched(action: string, of: string): void {
    this.note({ event: 'switch', at: this.clock.now(), action, of });
  }

  /** Somebody sent a message to a queue. */
  sent(message: SentMessage): void {
    this.note({ event: 'message', at: this.clock.now(), ...message });
  }

  /** Visibility timeouts are moto's to count, and go as fast as everything else. */
  private runQueues(speed: number): void {
    const path = `/_meridian/clock?speed=${speed}`;
    this.ask({ service: 'sqs', region: 'us-east-1', path, method: 'PUT' }).catch((error: unknown) =>
      this.props.warn?.(`queues run at their old speed: ${String(error)}`),
    );
  }

  private async readQueues(): Promise<void> {
    const mappings = await deployedMappings(this.ask, this.awsRegions());
    const prefixes = new Set<string>();
    for (const { functionArn, awsRegion } of mappings) {
      const [name = '', qualifier] = functionArn.split(':').slice(6);
      const path = `/2015-03-31/functions/${name}/configuration${qualifier ? `?Qualifier=${qualifier}` : ''}`;
      const found = await askJson<FunctionConfiguration>(this.ask, {
        service: 'lambda',
        region: awsRegion,
        path,
      });
      for (const prefix of JSON.parse(found?.Environment?.Variables?.ALLOWED_PREFIXES ?? '[]'))
        prefixes.add(prefix);
      const code = JSON.stringify([found?.CodeSha256, found?.Environment]);
      if ((this.codes.get(functionArn) ?? code) !== code) this.lambda.forget(functionArn);
      this.codes.set(functionArn, code);
    }
    this.prefixes = [...prefixes];
    this.queues.follow(mappings);
  }

  /** Names that somebody asks for, or may be led to. */
  private askedNames(): string[] {
    const origins = this.props.distributions().flatMap(({ config }) => config.origins);
    return [
      ...origins.map(({ domainName }) => domainName),
      ...this.records.flatMap(({ alias, values }) => alias?.name ?? values),
      ...this.checks.flatMap(({ host }) => host ?? []),
    ];
  }

  private awsRegions(): string[] {
    const origins = this.props.distributions().flatMap(({ config }) => config.origins);
    const buckets = origins.map(
      ({ domainName }) => /\.s3\.([a-z0-9-]+)\.amazonaws\.com$/.exec(domainName)?.[1],
    );
    const regions = [...this.loadBalancers.all().map(({ awsRegion }) => awsRegion), ...buckets];
    return [...new Set(regions)].filter((one): one is string => one !== undefined && one !== '');
  }

  /** A source that is asked over the internet is asked on this machine instead; nothing deployed changes. */
  private withLocalSource(find: FindLambda): FindLambda {
    return async (functionArn) => {
      const found = await find(functionArn);
      const { SOURCE_URL } = found.environment;
      if (SOURCE_URL === undefined) return found;
      const local = { SOURCE_URL: await this.doors.urlOf(SOURCE_URL), SOURCE_MAY_BE_PRIVATE: 'true' };
      return { ...found, environment: { ...found.environment, ...local } };
    };
  }

  private isServedByEdge(host: string): boolean {
    return this.props
      .distributions()
      .some(({ config, domainName }) => config.aliases.includes(host) || domainName === host);
  }

  /** Hosts outside the platform that hold every object. */
  private outsideHosts(): string[] {
    return this.props
      .distributions()
      .flatMap(({ config }) => config.origins)
      .filter(({ customHeaders }) =>
        customHeaders.some(
          ({ name, value }) => name.toLowerCase() === 'x-meridian-origin' && value === 'full',
        ),
      )
      .map(({ domainName }) => domainName.toLowerCase())
      .filter((host) => !this.records.some(({ name }) => name === host));
  }

  private outsideTarget(name: string): NamedTarget | undefined {
    const found = this.outside;
    return found && this.outsideHosts().includes(name)
      ? { endpoint: found.endpoint, isHealthy: true }
      : undefined;
  }

  private async openOutside(): Promise<void> {
    if (this.outside !== undefined || this.outsideHosts().length === 0) return;
    const objects = objectsUnder(() => this.prefixes, this.props.objectsFolder);
    this.outside = await openBackend({ name: 'full-origin', clock: this.clock, objects });
  }

  private note(event: WorldEvent): void {
    this.events.push(event);
    if (this.events.length > KEPT_EVENTS) this.events.shift();
    this.props.onEvent?.(event);
  }
}

interface FunctionConfiguration {
  readonly CodeSha256?: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}
