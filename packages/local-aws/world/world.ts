import type { DeployedDistribution } from '../edge/configuration';
import type { Backend, Endpoint } from '../edge/types';
import type { CreatePlugin, LocalAwsPlugin } from '../plugin';
import { type AskAws, localAws } from './aws-api';
import { ofRegions } from './by-region';
import { WorldClock } from './clock';
import { Doors } from './doors';
import { openBackend } from './elb/backends';
import { LoadBalancers } from './elb/load-balancers';
import { FunctionOrigins } from './http/function-origins';
import { type FindLambda, lambdasOf } from './lambda/deployed';
import { ZipLambdaRuntime } from './lambda/runtime';
import {
  deployedHealthChecks,
  type HealthCheck,
  HealthChecks,
  type Transition,
} from './route53/health-checks';
import { CachingResolver, type NamedTarget, Route53 } from './route53/names';
import { deployedRecords, dnsName, type RecordSet } from './route53/records';
import { Consumers } from './sqs/consumers';
import { type BatchEnd, deployedMappings, type QueueMapping, Queues } from './sqs/queues';
import type { SentMessage } from './sqs/sent-messages';

export interface WorldProps {
  /** Of the local AWS. */
  readonly endpoint: () => string;
  readonly distributions: () => readonly DeployedDistribution[];
  /** ARNs of CloudFront's key value stores. @default - none */
  readonly keyValueStores?: () => readonly string[];
  /** Where the edge listens; known only after it does. */
  readonly edge: () => Endpoint | undefined;
  /** Where the local AWS keeps its files. */
  readonly directory: string;
  /** Servers on this machine that stand for hosts outside AWS, by the hosts' names. @default - none */
  readonly hosts?: Readonly<Record<string, Endpoint>>;
  /** AWS regions that somebody has asked anything of. @default - none */
  readonly usedAwsRegions?: () => readonly string[];
  /** @default - none */
  readonly plugin?: CreatePlugin;
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
  | MessageEvent
  | BatchEvent;

interface MessageEvent {
  readonly event: 'message';
  readonly at: number;
  readonly queueArn: string;
  /** Of the object that it is about. */
  readonly key?: string;
}

interface BatchEvent extends Omit<BatchEnd, 'messages'> {
  readonly event: 'batch';
  readonly at: number;
  readonly messages: readonly (BatchEnd['messages'][number] & { readonly key?: string })[];
}

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
  readonly plugin: LocalAwsPlugin;
  readonly lambda: ZipLambdaRuntime;
  private readonly functionOrigins: FunctionOrigins;
  private readonly consumers: Consumers;
  private readonly doors: Doors;
  private readonly route53: Route53;
  private readonly resolvers = new Map<string, CachingResolver>();
  private readonly warnings = new Map<string, string>();
  private records: readonly RecordSet[] = [];
  private checks: readonly HealthCheck[] = [];
  private outside: Backend | undefined;
  private refreshing: Promise<void> | undefined;
  private refreshedAt = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly props: WorldProps) {
    this.ask = props.ask ?? ((call) => localAws(props.endpoint())(call));
    const { ask, clock } = this;
    const onTransition = (transition: Transition) => this.note({ event: 'health', ...transition });
    this.plugin =
      props.plugin?.({
        ask,
        directory: props.directory,
        distributions: props.distributions,
        keyValueStores: props.keyValueStores ?? (() => []),
        records: () => this.records,
        consumers: () => this.consumers.all(),
      }) ?? {};
    const { objects, regionName } = this.plugin;
    this.loadBalancers = new LoadBalancers({ ask, clock, objects, regionName, onTransition });
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
      find: this.asOnThisMachine(lambdasOf(props.endpoint)),
      endpoint: props.endpoint,
      logFile: props.functionLog,
    });
    this.consumers = new Consumers({ ask, lambda: this.lambda });
    this.functionOrigins = new FunctionOrigins({ ask, clock, lambda: this.lambda, warn: props.warn });
    this.queues = new Queues({
      ask,
      lambda: this.lambda,
      onBatch: ({ messages, ...end }) =>
        this.note({
          event: 'batch',
          at: clock.now(),
          ...end,
          messages: messages.map((message) => ({ ...message, ...this.objectOf(message.body) })),
        }),
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
    await attempt('health checks', async () => {
      this.checks = await deployedHealthChecks(this.ask);
      this.healthChecks.follow();
    });
    await attempt('load balancers', () => this.loadBalancers.follow(this.askedNames()));
    await attempt('functions behind HTTP', () => this.functionOrigins.follow(this.askedNames()));
    await attempt('hosts outside', () => this.openOutside());
    await attempt('queues', () => this.readQueues());
  }

  /** Somebody broke or mended something: a region, an object, a part of the local AWS. */
  switched(action: string, of: string): void {
    this.note({ event: 'switch', at: this.clock.now(), action, of });
  }

  /** Somebody sent a message to a queue. */
  sent({ queueArn, body }: SentMessage): void {
    this.note({ event: 'message', at: this.clock.now(), queueArn, ...this.objectOf(body) });
  }

  private objectOf(messageBody: string): { key?: string } {
    const key = this.plugin.objectKey?.(messageBody);
    return key === undefined ? {} : { key };
  }

  /** Visibility timeouts are moto's to count, and go as fast as everything else. */
  private runQueues(speed: number): void {
    const path = `/_local/clock?speed=${speed}`;
    this.ask({ service: 'sqs', region: 'us-east-1', path, method: 'PUT' }).catch((error: unknown) =>
      this.props.warn?.(`queues run at their old speed: ${String(error)}`),
    );
  }

  private async readQueues(): Promise<void> {
    const { found: mappings, failure } = await ofRegions<QueueMapping>(this.awsRegions(), {
      read: (awsRegion) => deployedMappings(this.ask, awsRegion),
      known: (awsRegion) => this.queues.mappings().filter((mapping) => mapping.awsRegion === awsRegion),
    });
    this.queues.follow(mappings);
    await this.consumers.follow(mappings);
    if (failure !== undefined) throw failure;
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
    const balancers = this.loadBalancers.all().map(({ awsRegion }) => awsRegion);
    const regions = [...(this.props.usedAwsRegions?.() ?? []), ...balancers, ...buckets];
    return [...new Set(regions)].filter((one): one is string => one !== undefined && one !== '');
  }

  /** Some variables lead to hosts that stand on this machine; nothing deployed changes. */
  private asOnThisMachine(find: FindLambda): FindLambda {
    return async (functionArn) => {
      const found = await find(functionArn);
      const own = await this.plugin.environmentOf?.(found.environment, (url) => this.doors.urlOf(url));
      return { ...found, environment: { ...found.environment, ...own } };
    };
  }

  private isServedByEdge(host: string): boolean {
    return this.props
      .distributions()
      .some(({ config, domainName }) => config.aliases.includes(host) || domainName === host);
  }

  private outsideTarget(name: string): NamedTarget | undefined {
    const endpoint =
      this.props.hosts?.[name] ?? (this.outsideHosts().includes(name) ? this.outside?.endpoint : undefined);
    return endpoint && { endpoint, isHealthy: true };
  }

  private outsideHosts(): string[] {
    const hosts = this.plugin.outside?.hosts() ?? [];
    return hosts.map(dnsName).filter((host) => !this.records.some(({ name }) => name === host));
  }

  private async openOutside(): Promise<void> {
    if (this.outside !== undefined || this.outsideHosts().length === 0) return;
    const { outside, objects } = this.plugin;
    this.outside = await openBackend({ name: () => outside?.name ?? '', clock: this.clock, objects });
  }

  private note(event: WorldEvent): void {
    this.events.push(event);
    if (this.events.length > KEPT_EVENTS) this.events.shift();
    this.props.onEvent?.(event);
  }
}
