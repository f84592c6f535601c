import { request } from 'node:http';
import type { Clock, Endpoint } from '../../edge/types';
import { type AskAws, askXml } from '../aws-api';

/** A health check as Route 53 lists it. */
export interface HealthCheck {
  readonly id: string;
  readonly type: string;
  readonly host?: string;
  readonly path: string;
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
  readonly inverted: boolean;
  readonly disabled: boolean;
  readonly searchString?: string;
  readonly children: readonly string[];
  /** How many children have to be healthy. */
  readonly healthThreshold: number;
  readonly routingControlArn?: string;
}

interface Listed {
  readonly HealthChecks?: {
    readonly HealthCheck?: readonly {
      readonly Id: string;
      readonly HealthCheckConfig: {
        readonly Type: string;
        readonly FullyQualifiedDomainName?: string;
        readonly IPAddress?: string;
        readonly ResourcePath?: string;
        readonly RequestInterval?: string;
        readonly FailureThreshold?: string;
        readonly Inverted?: string;
        readonly Disabled?: string;
        readonly SearchString?: string;
        readonly ChildHealthChecks?: { readonly ChildHealthCheck?: readonly string[] };
        readonly HealthThreshold?: string;
        readonly RoutingControlArn?: string;
      };
    }[];
  };
}

export async function deployedHealthChecks(ask: AskAws): Promise<readonly HealthCheck[]> {
  const call = { service: 'route53', region: 'us-east-1', path: '/2013-04-01/healthcheck?maxitems=1000' };
  const listed = await askXml<Listed>(ask, call);
  return (listed?.HealthChecks?.HealthCheck ?? []).map(({ Id, HealthCheckConfig: config }) => ({
    id: Id,
    type: config.Type,
    host: config.FullyQualifiedDomainName ?? config.IPAddress,
    path: config.ResourcePath || '/',
    intervalSeconds: Number(config.RequestInterval ?? 30),
    failureThreshold: Number(config.FailureThreshold ?? 3),
    inverted: config.Inverted === 'true',
    disabled: config.Disabled === 'true',
    searchString: config.SearchString || undefined,
    children: config.ChildHealthChecks?.ChildHealthCheck ?? [],
    healthThreshold: Number(config.HealthThreshold ?? 0),
    routingControlArn: config.RoutingControlArn || undefined,
  }));
}

export interface Probe {
  readonly endpoint: Endpoint | undefined;
  readonly host: string;
  readonly path: string;
  /** For the connection and the answer together. */
  readonly timeoutSeconds: number;
  readonly searchString?: string;
  readonly accepts: (status: number) => boolean;
}

/** Asks once, over a connection of its own; passes where the answer comes in time and is accepted. */
export async function probe(
  clock: Clock,
  { endpoint, host, path, timeoutSeconds, ...wanted }: Probe,
): Promise<boolean> {
  if (endpoint === undefined) return false;
  const ended = new AbortController();
  const answered = new Promise<boolean>((resolve) => {
    const sent = request(
      {
        ...endpoint,
        path,
        agent: false,
        headers: { host, 'user-agent': 'Amazon-Route53-Health-Check-Service' },
        signal: ended.signal,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => resolve(false));
        response.on('end', () => {
          const start = Buffer.concat(chunks).subarray(0, 5120).toString();
          const found = wanted.searchString === undefined || start.includes(wanted.searchString);
          resolve(found && wanted.accepts(response.statusCode ?? 0));
        });
      },
    );
    sent.on('error', () => resolve(false)).end();
  });
  const late = clock.sleep(timeoutSeconds * 1000, ended.signal).then(
    () => false,
    () => false,
  );
  const passed = await Promise.race([answered, late]);
  ended.abort();
  return passed;
}

/** Health changes only after as many results in a row as the threshold asks for. */
export class Streak {
  healthy = true;
  private against = 0;

  /** True where this result changed the health. */
  count(passed: boolean, toHealthy: number, toUnhealthy: number): boolean {
    if (passed === this.healthy) {
      this.against = 0;
      return false;
    }
    this.against++;
    if (this.against < (passed ? toHealthy : toUnhealthy)) return false;
    this.healthy = passed;
    this.against = 0;
    return true;
  }
}

export interface Transition {
  readonly at: number;
  /** Id of the health check, or name of the load balancer. */
  readonly of: string;
  readonly kind: 'health check' | 'targets';
  readonly healthy: boolean;
}

export interface HealthChecksProps {
  readonly clock: Clock;
  readonly checks: () => readonly HealthCheck[];
  /** Where the check's name leads now. */
  readonly endpointOf: (host: string) => Endpoint | undefined;
  /** State of a routing control. @default - on */
  readonly routingControl?: (arn: string) => boolean;
  readonly onTransition?: (transition: Transition) => void;
}

/** What the health of a check follows from. */
export interface Verdicts {
  readonly checks: readonly HealthCheck[];
  /** Whether what a check probes answers as it should. */
  readonly passes: (check: HealthCheck) => boolean;
  readonly routingControl: (arn: string) => boolean;
}

const MAXIMUM_DEPTH = 8;

/** Whether a health check counts as healthy; one that does not exist does. */
export function isHealthy(id: string, verdicts: Verdicts, depth = 0): boolean {
  const check = verdicts.checks.find((each) => each.id === id);
  if (check === undefined || depth > MAXIMUM_DEPTH) return true;
  // A check that is disabled counts as healthy, and inverted as unhealthy.
  return verdict(check, verdicts, depth) !== check.inverted;
}

function verdict(check: HealthCheck, verdicts: Verdicts, depth: number): boolean {
  if (check.disabled) return true;
  if (check.type === 'CALCULATED') {
    const healthy = check.children.filter((child) => isHealthy(child, verdicts, depth + 1));
    return healthy.length >= check.healthThreshold;
  }
  if (check.type === 'RECOVERY_CONTROL') return verdicts.routingControl(check.routingControlArn ?? '');
  return verdicts.passes(check);
}

/** Route 53 gives the connection 4 seconds and the answer 2 more. */
const TIMEOUT_SECONDS = 6;
const PROBED = /^(HTTP|HTTPS|HTTP_STR_MATCH|HTTPS_STR_MATCH|TCP)$/;

/**
 * Probes what the deployed health checks name, over HTTP, at their interval.
 *
 * One checker stands for the fleet of Route 53's: its verdict is the majority's.
 */
export class HealthChecks {
  private readonly streaks = new Map<string, Streak>();
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly props: HealthChecksProps) {}

  /** Starts to probe checks that are new and stops with those that are gone: call it when they may have changed. */
  follow(): void {
    const probed = new Map(
      this.props
        .checks()
        .filter(({ type }) => PROBED.test(type))
        .map((one) => [one.id, one]),
    );
    for (const [id, ended] of this.running) {
      if (probed.has(id)) continue;
      ended.abort();
      this.running.delete(id);
      this.streaks.delete(id);
    }
    for (const id of probed.keys()) {
      if (this.running.has(id)) continue;
      const ended = new AbortController();
      this.running.set(id, ended);
      this.streaks.set(id, new Streak());
      void this.keepProbing(id, ended.signal);
    }
  }

  isHealthy(id: string): boolean {
    const { checks, routingControl = () => true } = this.props;
    return isHealthy(id, {
      checks: checks(),
      passes: (check) => this.streaks.get(check.id)?.healthy ?? true,
      routingControl,
    });
  }

  /** Somebody switched a routing control: the checks that follow it have changed with it. */
  switched(routingControlArn: string): void {
    const { checks, clock, onTransition } = this.props;
    for (const { id, ...check } of checks()) {
      if (check.disabled || check.routingControlArn !== routingControlArn) continue;
      onTransition?.({ at: clock.now(), of: id, kind: 'health check', healthy: this.isHealthy(id) });
    }
  }

  close(): void {
    for (const ended of this.running.values()) ended.abort();
    this.running.clear();
  }

  private find(id: string): HealthCheck | undefined {
    return this.props.checks().find((check) => check.id === id);
  }

  private async keepProbing(id: string, signal: AbortSignal): Promise<void> {
    const { clock, endpointOf, onTransition } = this.props;
    while (!signal.aborted) {
      const check = this.find(id);
      const slept = clock.sleep((check?.intervalSeconds ?? 30) * 1000, signal).catch(() => undefined);
      if (check !== undefined && !check.disabled) {
        const host = check.host ?? '';
        const passed = await probe(clock, {
          endpoint: endpointOf(host),
          host,
          path: check.path,
          timeoutSeconds: TIMEOUT_SECONDS,
          searchString: check.searchString,
          accepts: (status) => check.type === 'TCP' || (status >= 200 && status < 400),
        });
        const streak = this.streaks.get(id);
        if (!signal.aborted && streak?.count(passed, check.failureThreshold, check.failureThreshold)) {
          onTransition?.({
            at: clock.now(),
            of: id,
            kind: 'health check',
            healthy: passed !== check.inverted,
          });
        }
      }
      await slept;
    }
  }
}
