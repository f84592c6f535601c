import type { Clock, Endpoint, NameResolver } from '../../edge/types';
import { distance } from './distance';
import { dnsName, type RecordSet } from './records';

export interface Route53Props {
  readonly records: () => readonly RecordSet[];
  /** Whether a health check passes; one that does not exist does. */
  readonly isHealthy: (healthCheckId: string) => boolean;
  /** What listens behind a name that is no record of ours, such as a load balancer's. */
  readonly target: (name: string) => NamedTarget | undefined;
}

export interface NamedTarget {
  readonly endpoint: Endpoint;
  /** Whether the load balancer has healthy targets. */
  readonly isHealthy: boolean;
}

export interface DnsAnswer {
  readonly endpoint: Endpoint;
  readonly ttlSeconds: number;
  /** Names from the one that was asked for to the target's. */
  readonly chain: readonly string[];
}

const MAXIMUM_CHAIN = 8;

/** Answers as the authoritative name servers would: from the records as they are deployed and from health as it is now. */
export class Route53 {
  constructor(private readonly props: Route53Props) {}

  /** `random` in [0, 1) decides between weighted records. */
  answer(name: string, askedFromAwsRegion: string, random = Math.random()): DnsAnswer | undefined {
    return this.follow(dnsName(name), askedFromAwsRegion, random, []);
  }

  private follow(
    name: string,
    from: string,
    random: number,
    before: readonly string[],
  ): DnsAnswer | undefined {
    const chain = [...before, name];
    if (chain.length > MAXIMUM_CHAIN) return undefined;
    const record = this.chosen(this.recordsOf(name), from, random);
    if (record === undefined) {
      const target = this.props.target(name);
      return target && { endpoint: target.endpoint, ttlSeconds: 60, chain };
    }
    const next = record.alias?.name ?? record.values[0];
    if (next === undefined) return undefined;
    const answer = this.follow(dnsName(next), from, random, chain);
    return answer && { ...answer, ttlSeconds: Math.min(record.ttlSeconds, answer.ttlSeconds) };
  }

  private recordsOf(name: string): RecordSet[] {
    const found = this.props.records().filter((record) => record.name === name);
    const addresses = found.filter(({ type }) => type === 'A');
    return addresses.length > 0 ? addresses : found.filter(({ type }) => type === 'CNAME');
  }

  private chosen(records: readonly RecordSet[], from: string, random: number): RecordSet | undefined {
    const healthy = records.filter((record) => this.isHealthy(record, 0));
    // Where nothing is healthy, Route 53 answers as if everything were.
    const eligible = healthy.length > 0 ? healthy : records;
    if (records.some(({ failover }) => failover !== undefined)) {
      return eligible.find(({ failover }) => failover === 'PRIMARY') ?? eligible[0];
    }
    if (records.some(({ awsRegion }) => awsRegion !== undefined)) {
      const far = ({ awsRegion = '' }: RecordSet) => distance(from, awsRegion);
      return [...eligible].sort((a, b) => far(a) - far(b))[0];
    }
    return weighted(eligible, random);
  }

  private isHealthy(record: RecordSet, depth: number): boolean {
    if (record.healthCheckId !== undefined && !this.props.isHealthy(record.healthCheckId)) return false;
    if (record.alias?.evaluatesTargetHealth !== true) return true;
    // An alias to records is healthy while one of them is.
    const behind = this.recordsOf(record.alias.name);
    if (behind.length > 0)
      return depth < MAXIMUM_CHAIN && behind.some((one) => this.isHealthy(one, depth + 1));
    return this.props.target(record.alias.name)?.isHealthy ?? false;
  }
}

function weighted(records: readonly RecordSet[], random: number): RecordSet | undefined {
  const total = records.reduce((sum, { weight = 0 }) => sum + weight, 0);
  if (total === 0) return records[Math.floor(random * records.length)];
  let left = random * total;
  return records.find(({ weight = 0 }) => {
    left -= weight;
    return left < 0;
  });
}

/** A resolver in one AWS region: keeps what it was answered as long as the TTL says, and not longer. */
export class CachingResolver implements NameResolver {
  private readonly kept = new Map<string, { readonly answer: DnsAnswer; readonly until: number }>();

  constructor(
    private readonly route53: Route53,
    private readonly clock: Clock,
    private readonly awsRegion: string,
    /** Sees that the records are fresh enough before they are asked. */
    private readonly refresh: () => Promise<void> = async () => undefined,
  ) {}

  async resolve(name: string): Promise<Endpoint | undefined> {
    const kept = this.kept.get(name);
    if (kept !== undefined && this.clock.now() < kept.until) return kept.answer.endpoint;
    await this.refresh();
    const answer = this.route53.answer(name, this.awsRegion);
    if (answer === undefined) {
      this.kept.delete(name);
      return undefined;
    }
    this.kept.set(name, { answer, until: this.clock.now() + answer.ttlSeconds * 1000 });
    return answer.endpoint;
  }

  /** What is kept: for whoever shows it. */
  answers(): readonly { readonly name: string; readonly chain: readonly string[]; readonly until: number }[] {
    const now = this.clock.now();
    return [...this.kept]
      .filter(([, { until }]) => until > now)
      .map(([name, { answer, until }]) => ({ name, chain: answer.chain, until }));
  }
}
