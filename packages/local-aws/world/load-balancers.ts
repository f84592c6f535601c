import type { Backend, Clock } from '../edge/types';
import type { AskAws } from './aws-api';
import { openBackend } from './backends';
import { probe, Streak, type Transition } from './health-checks';
import { type DeployedLoadBalancer, deployedLoadBalancer } from './listener-rules';
import type { NamedTarget } from './names';
import type { FindObject } from './objects';
import type { RecordSet } from './records';

export interface LoadBalancersProps {
  readonly ask: AskAws;
  readonly clock: Clock;
  readonly objects: FindObject;
  readonly onTransition: (transition: Transition) => void;
}

interface Open {
  readonly backend: Backend;
  readonly awsRegion: string;
  readonly ended: AbortController;
  readonly targets: Streak;
  deployed: DeployedLoadBalancer | undefined;
}

const LOAD_BALANCER = /\.([a-z0-9-]+)\.elb\.amazonaws\.com$|\.elb\.([a-z0-9-]+)\.amazonaws\.com$/;

/** A backend for each load balancer that an alias record names, as long as one does. */
export class LoadBalancers {
  private readonly open = new Map<string, Open>();

  constructor(private readonly props: LoadBalancersProps) {}

  async follow(records: readonly RecordSet[]): Promise<void> {
    const aliases = records.flatMap(({ alias }) => (alias === undefined ? [] : [alias.name]));
    const named = new Set(aliases.filter((name) => LOAD_BALANCER.test(name)));
    for (const [name, one] of this.open) {
      if (named.has(name)) continue;
      this.open.delete(name);
      one.ended.abort();
      await one.backend.close();
    }
    for (const dnsName of named) {
      if (!this.open.has(dnsName)) await this.add(dnsName, records);
    }
    await Promise.all(
      [...this.open].map(async ([dnsName, one]) => {
        one.deployed = (await deployedLoadBalancer(this.props.ask, one.awsRegion, dnsName)) ?? one.deployed;
      }),
    );
  }

  target(dnsName: string): NamedTarget | undefined {
    const found = this.open.get(dnsName);
    return found && { endpoint: found.backend.endpoint, isHealthy: found.targets.healthy };
  }

  all() {
    return [...this.open].map(([dnsName, { backend, awsRegion, targets }]) => ({
      dnsName,
      awsRegion,
      backend,
      targetsHealthy: targets.healthy,
    }));
  }

  async close(): Promise<void> {
    for (const { ended } of this.open.values()) ended.abort();
    await Promise.all([...this.open.values()].map(({ backend }) => backend.close()));
    this.open.clear();
  }

  private async add(dnsName: string, records: readonly RecordSet[]): Promise<void> {
    const names = [...this.open.values()].map(({ backend }) => backend.name);
    const wanted = regionName(dnsName, records);
    const name = names.includes(wanted) ? dnsName : wanted;
    const match = LOAD_BALANCER.exec(dnsName);
    const { clock, objects } = this.props;
    const backend = await openBackend({
      name,
      clock,
      objects,
      rules: () => one.deployed?.rules ?? [],
      detectionSeconds: () => {
        const { intervalSeconds = 0, unhealthyThreshold = 0 } = one.deployed?.targetCheck ?? {};
        return intervalSeconds * unhealthyThreshold;
      },
    });
    const one: Open = {
      backend,
      awsRegion: match?.[1] ?? match?.[2] ?? '',
      ended: new AbortController(),
      targets: new Streak(),
      deployed: undefined,
    };
    this.open.set(dnsName, one);
    void this.keepProbing(one);
  }

  /** The health check of the load balancer's target group, without which Route 53 could not evaluate target health. */
  private async keepProbing(one: Open): Promise<void> {
    const { backend, ended, targets } = one;
    const { clock, onTransition } = this.props;
    while (!ended.signal.aborted) {
      const check = one.deployed?.check;
      const slept = clock.sleep((check?.intervalSeconds ?? 1) * 1000, ended.signal).catch(() => undefined);
      if (check !== undefined) {
        const { path, timeoutSeconds, healthyThreshold, unhealthyThreshold } = check;
        const accepts = (status: number) => status === 200;
        const { endpoint, name } = backend;
        const passed = await probe(clock, { endpoint, host: name, path, timeoutSeconds, accepts });
        if (!ended.signal.aborted && targets.count(passed, healthyThreshold, unhealthyThreshold)) {
          onTransition({ at: clock.now(), of: name, kind: 'targets', healthy: passed });
        }
      }
      await slept;
    }
  }
}

/** Regions have failover names of their own: `asia.origin.…` leads to Asia's load balancer first. */
function regionName(dnsName: string, records: readonly RecordSet[]): string {
  const own = records.find(({ alias, failover }) => alias?.name === dnsName && failover === 'PRIMARY');
  return (own?.name ?? dnsName).replace(/\..*$/s, '');
}
