import { type HealthCheck, isHealthy } from 'local-aws/world/route53/health-checks';
import { Route53 } from 'local-aws/world/route53/names';
import { ALIAS_TTL_SECONDS, dnsName, type RecordSet } from 'local-aws/world/route53/records';
import { CannotTell, whereTold } from './cannot-tell';
import { isKnownLater } from './known-later';
import type { LoadBalancers } from './load-balancers';
import type { Resource } from './resources';
import type { Surroundings } from './served';
import { block, blocks, flag, lazily, number, text, texts, type Values, word } from './values';

/** Policies by which the model cannot say who is answered what. */
const UNKNOWN_POLICIES = ['geolocation_routing_policy', 'geoproximity_routing_policy', 'cidr_routing_policy'];

/** Shares of the askers that weighted records are asked with. */
const SHARES = Array.from({ length: 20 }, (_, index) => (index + 0.5) / 20);

export interface NamesProps {
  readonly resources: readonly Resource[];
  readonly balancers: LoadBalancers;
  /** Names of distributions. */
  readonly distributions: ReadonlySet<string>;
  readonly surroundings: Pick<Surroundings, 'isOurs' | 'everHad' | 'answersAt'>;
}

/** Where names lead, by records and health checks as they are deployed. */
export class Names {
  private readonly records: readonly RecordSet[];
  private readonly unknown: ReadonlySet<string>;
  private readonly hasShares: boolean;
  private readonly checks: ReadonlyMap<string, Check>;
  private readonly route53: Route53;
  private readonly judged = new Map<string, boolean>();
  private readonly asking = new Set<string>();
  private readonly ends = new Map<string, readonly (string | undefined)[]>();

  constructor(private readonly props: NamesProps) {
    const of = (type: string) =>
      props.resources.filter((resource) => resource.type === type).map(({ values }) => values);
    const records = of('aws_route53_record');
    this.records = records.map(recordSet);
    const isOfUnknown = (record: Values) =>
      UNKNOWN_POLICIES.some((policy) => blocks(record, policy).length > 0);
    this.unknown = new Set(
      records.filter((each) => whereTold(() => isOfUnknown(each), true)).map(recordName),
    );
    const hasShares = (record: Values) =>
      blocks(record, 'weighted_routing_policy').length > 0 ||
      flag(record, 'multivalue_answer_routing_policy');
    this.hasShares = records.some((each) => whereTold(() => hasShares(each), true));
    const checks = of('aws_route53_health_check');
    const ids = new Set(checks.map((each) => text(each, 'id')));
    const child = (id: string) => {
      if (!ids.has(id) && isKnownLater(id)) throw new CannotTell('what a health check finds is not known');
      return id;
    };
    this.checks = new Map(checks.map((each) => [text(each, 'id'), healthCheck(each, child)]));
    this.route53 = new Route53({
      records: () => this.records,
      isHealthy: (id) => this.isHealthy(id),
      target: (name) => this.target(name),
    });
  }

  /** Names that some record is for. */
  all(): string[] {
    const leads = ({ type }: RecordSet) => ['A', 'AAAA', 'CNAME'].includes(type);
    return this.records.filter((each) => whereTold(() => leads(each), true)).map(({ name }) => name);
  }

  /** AWS regions that latency records are for: askers near different ones may be answered differently. */
  latencyRegions(name: string): string[] {
    return this.records.flatMap((record) =>
      record.name === name ? whereTold(() => record.awsRegion ?? [], []) : [],
    );
  }

  /** The names at the end of a name's chain: several where records have weights, none where nobody answers. */
  leadsTo(name: string, fromAwsRegion: string): readonly (string | undefined)[] {
    const key = `${name} ${fromAwsRegion}`;
    const ends = this.ends.get(key) ?? this.found(name, fromAwsRegion);
    this.ends.set(key, ends);
    return ends;
  }

  private found(name: string, fromAwsRegion: string): readonly (string | undefined)[] {
    const shares = this.hasShares ? SHARES : [0];
    const ends = shares.map((share) => {
      const chain = this.route53.answer(name, fromAwsRegion, share)?.chain;
      if ((chain ?? [dnsName(name)]).some((each) => this.unknown.has(each))) {
        throw new CannotTell('its records go by a policy that is not modelled');
      }
      return chain?.at(-1);
    });
    return [...new Set(ends)];
  }

  private target(name: string) {
    const { balancers, distributions } = this.props;
    const { isOurs, everHad, answersAt } = this.props.surroundings;
    const balancer = balancers.named(name);
    if (balancer === undefined && !distributions.has(name)) {
      if (isKnownLater(name)) throw new CannotTell('where a record leads is not known');
      if (everHad(name)) return undefined;
      // Somebody else may have made its record, or a wildcard answers.
      if (isOurs(name)) throw new CannotTell(`whether ${name} has a record is not known`);
    }
    return {
      endpoint: { host: name, port: 443 },
      // Asked for only where a record goes by it.
      get isHealthy() {
        return balancer === undefined || balancers.hasHealthyTargets(balancer, answersAt);
      },
    };
  }

  private isHealthy(id: string): boolean {
    if (!this.checks.has(id) && isKnownLater(id))
      throw new CannotTell('what a health check finds is not known');
    return isHealthy(id, {
      checks: [...this.checks.values()],
      passes: (check) => this.passes(check.id),
      routingControl: () => true,
    });
  }

  /** A check that asks for the name whose answer hangs on it has no finding of its own. */
  private passes(id: string): boolean {
    const known = this.judged.get(id);
    if (known !== undefined || this.asking.has(id)) return known ?? true;
    this.asking.add(id);
    try {
      const passed = this.probe(id);
      this.judged.set(id, passed);
      return passed;
    } finally {
      this.asking.delete(id);
    }
  }

  private probe(id: string): boolean {
    const check = this.checks.get(id);
    if (check === undefined || check.host === undefined || check.host === '') return true;
    const { balancers, surroundings } = this.props;
    const end = this.route53.answer(check.host, 'us-east-1', 0)?.chain.at(-1);
    const balancer = end === undefined ? undefined : balancers.named(end);
    if (balancer === undefined) return end !== undefined;
    const { path, port, type } = check;
    const reply = balancers.answer(balancer.values, { port, path, header: () => undefined });
    if (type === 'TCP') return reply !== undefined;
    if (reply !== 'targets') return reply !== undefined && reply.status < 400;
    if (!surroundings.answersAt(path))
      throw new CannotTell(`whether the service answers at ${path} is not known`);
    if (check.searchString !== undefined)
      throw new CannotTell(`what the service writes at ${path} is not known`);
    return true;
  }
}

/** What is known of a record's whole name is known of `fqdn`; `name` may be short. */
export function recordName(values: Values): string {
  const whole = text(values, 'fqdn');
  return dnsName(isKnownLater(whole) || whole === '' ? text(values, 'name') : whole);
}

const recordSet = (values: Values): RecordSet =>
  lazily<RecordSet>({
    name: () => recordName(values),
    type: () => word(values, 'type'),
    setIdentifier: () => text(values, 'set_identifier'),
    failover: () => {
      const failover = word(block(values, 'failover_routing_policy'), 'type');
      return failover === 'PRIMARY' || failover === 'SECONDARY' ? failover : undefined;
    },
    awsRegion: () => word(block(values, 'latency_routing_policy'), 'region') || undefined,
    weight: () => {
      const [weight] = blocks(values, 'weighted_routing_policy');
      return weight && number(weight, 'weight', 0);
    },
    healthCheckId: () => text(values, 'health_check_id') || undefined,
    // How long somebody keeps an answer says nothing of who it leads to.
    ttlSeconds: () => ALIAS_TTL_SECONDS,
    values: () => texts(values, 'records'),
    alias: () => {
      const [alias] = blocks(values, 'alias');
      return (
        alias && {
          name: dnsName(text(alias, 'name')),
          evaluatesTargetHealth: flag(alias, 'evaluate_target_health'),
        }
      );
    },
  });

type Check = HealthCheck & { readonly port: number };

const healthCheck = (values: Values, child: (id: string) => string): Check =>
  lazily<Check>({
    id: () => text(values, 'id'),
    type: () => word(values, 'type'),
    host: () => text(values, 'fqdn') || text(values, 'ip_address') || undefined,
    path: () => word(values, 'resource_path') || '/',
    port: () => number(values, 'port', word(values, 'type').startsWith('HTTPS') ? 443 : 80),
    intervalSeconds: () => 30,
    failureThreshold: () => 3,
    inverted: () => flag(values, 'invert_healthcheck'),
    disabled: () => flag(values, 'disabled'),
    searchString: () => text(values, 'search_string') || undefined,
    children: () => texts(values, 'child_healthchecks').map(child),
    healthThreshold: () => number(values, 'child_health_threshold', 0),
    routingControlArn: () => text(values, 'routing_control_arn') || undefined,
  });
