import type { BackendState } from 'local-aws/edge/types';
import type { DrillContext } from '../../drills/drill';
import type { Answer, Asked, Described, DrillWorld } from '../../drills/world';
import { answer, DESCRIBED, FakeWorld } from './support';

/** How the platform works, so that a test can say in which way it does not. */
export interface Platform {
  /** How long a region has to be dead, or alive again, before names go by it. */
  readonly detectionSeconds: number;
  readonly ttlSeconds: number;
  /** GET is tried in a second region. */
  readonly originGroup: boolean;
  /** Where every region is unhealthy, names lead to the region that they are made for. */
  readonly answersAsIfHealthy: boolean;
  /** Of healthy targets, below which a region fails. */
  readonly neededTargets: number;
  /** How long an answer takes that tells of a failure. */
  readonly failureSeconds: number;
  /** Regions that answer on when they are dead. */
  readonly undead: readonly string[];
  readonly isDrainable: boolean;
  /** Viewers of drained regions move also where nobody can stand in. */
  readonly leavesForDrained: boolean;
  /** Regions whose viewers fail while another is drained. */
  readonly failsWithDrained: readonly string[];
  /** Regions whose viewers move while another is drained. */
  readonly movesWithDrained: readonly string[];
  /** How long a region stays drained after it was undrained. */
  readonly undrainSeconds: number;
  readonly caches: boolean;
  readonly fills: boolean;
}

const WORKING: Platform = {
  detectionSeconds: 25,
  ttlSeconds: 60,
  originGroup: true,
  answersAsIfHealthy: true,
  neededTargets: 0.1,
  failureSeconds: 0,
  undead: [],
  isDrainable: true,
  leavesForDrained: false,
  failsWithDrained: [],
  movesWithDrained: [],
  undrainSeconds: 0,
  caches: true,
  fills: true,
};

const FAILOVER: Readonly<Record<string, string>> = { asia: 'europe', europe: 'america', america: 'europe' };
const HOMES: Readonly<Record<string, string>> = { JP: 'asia', DE: 'europe', US: 'america' };
const HEALTHY: BackendState = { dead: false, delayMilliseconds: 0, healthyTargets: 1 };
/** Of health checks. */
const TIMEOUT_MILLISECONDS = 6000;
const BUCKET = { bucket: 'media-europe', awsRegion: 'eu-central-1', originId: 'bucket-europe' };

/** Three regions with their names and health checks, and a near bucket: as they work, but for what a test says. */
export class FakeRegions {
  readonly fake = new FakeWorld();
  readonly refused: string[] = [];
  private readonly platform: Platform;
  private readonly states = new Map(Object.keys(FAILOVER).map((region) => [region, HEALTHY]));
  private readonly changes = new Map<string, { readonly at: number; readonly healthy: boolean }[]>();
  private readonly names = new Map<string, { readonly leadsTo: string; readonly until: number }>();
  /** Until when, by region. */
  private readonly drains = new Map<string, number>();
  private readonly cached = new Set<string>();

  constructor(platform: Partial<Platform> = {}) {
    this.platform = { ...WORKING, ...platform };
  }

  context(region?: string, more: Partial<DrillWorld> = {}): DrillContext {
    const world: Partial<DrillWorld> = {
      regions: async () => Object.keys(FAILOVER),
      countryOf: async (of) => Object.keys(HOMES).find((country) => this.servedBy(country) === of),
      ask: (asked) => this.ask(asked),
      steps: async () => [{ at: 0, step: 'origin', detail: { origin: BUCKET.originId } }],
      describe: async () => this.describe(),
      turn: async (of, to, degree) => this.turn(of, to, degree),
      drain: async (of) => void this.drains.set(of, Number.POSITIVE_INFINITY),
      undrain: async (of) => void this.drains.set(of, this.fake.time + this.platform.undrainSeconds * 1000),
      refuse: async ({ name }) => void this.refused.push(name),
      aws: async ({ service, path }) => {
        const status = service === 's3' && path !== '/' ? (this.platform.fills ? 200 : 404) : 503;
        return { status, headers: new Headers(), body: '' };
      },
      ...more,
    };
    return this.fake.context(world, region);
  }

  private turn(region: string, to: string, degree: Partial<BackendState> = {}): void {
    const before = this.states.get(region) ?? HEALTHY;
    this.states.set(region, to === 'recover' ? HEALTHY : { ...before, dead: to === 'kill', ...degree });
    const { dead, status = 200, delayMilliseconds } = this.states.get(region) ?? HEALTHY;
    const healthy = !dead && status < 500 && delayMilliseconds < TIMEOUT_MILLISECONDS;
    const changes = this.changes.get(region) ?? [];
    if ((changes.at(-1)?.healthy ?? true) !== healthy) changes.push({ at: this.fake.time, healthy });
    this.changes.set(region, changes);
  }

  /** What health checks have found: states that last long enough. */
  private noticed(region: string): { readonly at: number; readonly healthy: boolean }[] {
    const milliseconds = this.platform.detectionSeconds * 1000;
    return (this.changes.get(region) ?? [])
      .map(({ at, healthy }, index, all) => ({ at: at + milliseconds, healthy, next: all[index + 1]?.at }))
      .filter(({ at, next = Number.POSITIVE_INFINITY }) => at <= this.fake.time && at <= next)
      .filter(({ healthy }, index, all) => healthy !== (all[index - 1]?.healthy ?? true));
  }

  private isHealthy(region: string): boolean {
    return this.noticed(region).at(-1)?.healthy ?? true;
  }

  /** The region to which the name of one leads, as long as a resolver keeps that. */
  private leadsTo(region: string): string | undefined {
    const known = this.names.get(region);
    if (known !== undefined && this.fake.time < known.until) return known.leadsTo;
    const standIn = FAILOVER[region] ?? region;
    const found = [region, standIn].find((one) => this.isHealthy(one));
    if (found === undefined && !this.platform.answersAsIfHealthy) return undefined;
    const leadsTo = found ?? region;
    this.names.set(region, { leadsTo, until: this.fake.time + this.platform.ttlSeconds * 1000 });
    return leadsTo;
  }

  private servedBy(country: string): string {
    const { leavesForDrained, movesWithDrained } = this.platform;
    const home = HOMES[country] ?? 'europe';
    const standIn = FAILOVER[home] ?? home;
    const moves =
      (this.isDrained(home) && (leavesForDrained || !this.isDrained(standIn))) ||
      (this.isDrained() && movesWithDrained.includes(home));
    return moves ? standIn : home;
  }

  /** Whether a region is, or any. */
  private isDrained(region?: string): boolean {
    const now = this.fake.time;
    return (
      this.platform.isDrainable &&
      [...this.drains].some(([of, until]) => of === (region ?? of) && now < until)
    );
  }

  private async ask({ method = 'GET', host, path = '', country }: Asked): Promise<Answer> {
    if (host !== undefined) return this.askMedia(path);
    const region = this.servedBy(country);
    if (this.isDrained() && this.platform.failsWithDrained.includes(region)) return answer(502);
    const first = await this.answerOf(this.leadsTo(region));
    if (first.status < 500 || method === 'POST' || !this.platform.originGroup) return first;
    return this.answerOf(this.leadsTo(FAILOVER[region] ?? region));
  }

  private async answerOf(region = ''): Promise<Answer> {
    const { dead, status = 200, delayMilliseconds, healthyTargets } = this.states.get(region) ?? HEALTHY;
    const { failureSeconds, neededTargets, undead } = this.platform;
    if (region === '' || (dead && !undead.includes(region)))
      return answer(502, undefined, { milliseconds: failureSeconds * 1000 });
    if (delayMilliseconds > 0) await this.fake.sleep(delayMilliseconds);
    if (status >= 500 || healthyTargets < neededTargets) return answer(503);
    return answer(status, region, { milliseconds: delayMilliseconds });
  }

  private askMedia(path: string): Answer {
    const isHit = this.platform.caches && this.cached.has(path);
    this.cached.add(path);
    return answer(200, undefined, { headers: { 'x-cache': `${isHit ? 'Hit' : 'Miss'} from cloudfront` } });
  }

  private describe(): Described {
    const regions = [...this.states].map(([name, state]) => ({ name, state, loadBalancer: `${name}.elb` }));
    return {
      ...DESCRIBED,
      now: this.fake.time,
      regions,
      healthChecks: regions.map(({ name, loadBalancer: host }) => ({
        id: name,
        host,
        healthy: this.isHealthy(name),
      })),
      buckets: [BUCKET],
      queues: [
        {
          id: 'misses',
          awsRegion: BUCKET.awsRegion,
          queueArn: 'arn:aws:sqs:eu-central-1:123456789012:misses',
          functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:fill',
          batchSize: 10,
          maximumConcurrency: 5,
          reportsItemFailures: true,
        },
      ],
      events: regions.flatMap(({ name }) =>
        this.noticed(name).map((found) => ({
          event: 'health' as const,
          kind: 'health check' as const,
          of: name,
          ...found,
        })),
      ),
    };
  }
}
