import type { Backend, Clock } from '../../edge/types';
import type { LocalAwsPlugin, NamedLoadBalancer } from '../../plugin';
import type { AskAws } from '../aws-api';
import { allOf } from '../by-region';
import { probe, Streak, type Transition } from '../route53/health-checks';
import type { NamedTarget } from '../route53/names';
import { dnsName } from '../route53/records';
import { type FindObject, openBackend } from './backends';
import { type DeployedLoadBalancer, deployedLoadBalancer } from './listener-rules';

export interface LoadBalancersProps {
  readonly ask: AskAws;
  readonly clock: Clock;
  readonly objects?: FindObject;
  /** @default - the AWS region */
  readonly regionName?: LocalAwsPlugin['regionName'];
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

/** A backend for each load balancer that a record, an origin or a health check names, as long as one does. */
export class LoadBalancers {
  private readonly open = new Map<string, Open>();

  constructor(private readonly props: LoadBalancersProps) {}

  /** Rejects where what is deployed in some AWS region cannot be read; the others are as they are deployed. */
  async follow(names: readonly string[]): Promise<void> {
    const named = new Set(names.map(dnsName).filter((name) => LOAD_BALANCER.test(name)));
    for (const [name, one] of this.open) {
      if (named.has(name)) continue;
      this.open.delete(name);
      one.ended.abort();
      await one.backend.close();
    }
    for (const name of named) {
      if (!this.open.has(name)) await this.add(name);
    }
    await allOf(
      [...this.open].map(async ([name, one]) => {
        one.deployed = (await deployedLoadBalancer(this.props.ask, one.awsRegion, name)) ?? one.deployed;
      }),
    );
  }

  target(name: string): NamedTarget | undefined {
    const found = this.open.get(name);
    if (found === undefined) return undefined;
    const { endpoint, name: region } = found.backend;
    return { endpoint: { ...endpoint, name: region }, isHealthy: found.targets.healthy };
  }

  all() {
    return [...this.open].map(([name, { backend, awsRegion, targets }]) => ({
      dnsName: name,
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

  private async add(balancer: string): Promise<void> {
    const match = LOAD_BALANCER.exec(balancer);
    const awsRegion = match?.[1] ?? match?.[2] ?? '';
    const { clock, objects } = this.props;
    const backend = await openBackend({
      name: () => this.nameOf(balancer, awsRegion),
      clock,
      objects,
      rules: () => one.deployed?.rules ?? [],
      healthPaths: () => (one.deployed ? [one.deployed.check.path, one.deployed.targetCheck.path] : []),
      detectionSeconds: () => {
        const { intervalSeconds = 0, unhealthyThreshold = 0 } = one.deployed?.targetCheck ?? {};
        return intervalSeconds * unhealthyThreshold;
      },
    });
    const one: Open = {
      backend,
      awsRegion,
      ended: new AbortController(),
      targets: new Streak(),
      deployed: undefined,
    };
    this.open.set(balancer, one);
    void this.keepProbing(one);
  }

  /** The region's name, which may become known only when the records of the load balancer have been made. */
  private nameOf(balancer: string, awsRegion: string): string {
    const wanted = (named: NamedLoadBalancer) => this.props.regionName?.(named) ?? named.awsRegion;
    const name = wanted({ dnsName: balancer, awsRegion });
    const [first = balancer] =
      [...this.open].find(([dnsName, one]) => wanted({ dnsName, awsRegion: one.awsRegion }) === name) ?? [];
    return first === balancer ? name : balancer;
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
