import { type AskAws, askXml, query } from '../aws-api';

/** What a load balancer's listener does with a request that meets the conditions. */
export interface ListenerRule {
  readonly conditions: readonly RuleCondition[];
  readonly action:
    | { readonly forwards: true }
    | { readonly forwards: false; readonly status: number; readonly body: string };
}

export type RuleCondition =
  | { readonly field: 'path-pattern'; readonly values: readonly string[] }
  | { readonly field: 'http-header'; readonly header: string; readonly values: readonly string[] }
  | { readonly field: 'other' };

/** Health check of the outer load balancer's target group: what an alias that evaluates target health goes by. */
export interface TargetCheck {
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

export interface DeployedLoadBalancer {
  /** Rules of the listener that reads HTTP, by priority, the default last. */
  readonly rules: readonly ListenerRule[];
  readonly check: TargetCheck;
  /** Of the targets that answer; the same where there is no load balancer between. */
  readonly targetCheck: TargetCheck;
}

interface Members<T> {
  readonly member?: readonly T[];
}
interface Rule {
  readonly Priority: string;
  readonly Conditions?: Members<Condition>;
  readonly Actions?: Members<Action>;
}
interface Condition {
  readonly Field: string;
  readonly Values?: Members<string>;
  readonly PathPatternConfig?: { readonly Values?: Members<string> };
  readonly HttpHeaderConfig?: { readonly HttpHeaderName: string; readonly Values?: Members<string> };
}
interface Action {
  readonly Type: string;
  readonly FixedResponseConfig?: { readonly StatusCode: string; readonly MessageBody?: string };
}
interface TargetGroup {
  readonly TargetGroupArn: string;
  readonly HealthCheckPath?: string;
  readonly HealthCheckIntervalSeconds?: string;
  readonly HealthCheckTimeoutSeconds?: string;
  readonly HealthyThresholdCount?: string;
  readonly UnhealthyThresholdCount?: string;
}

/** Follows a network load balancer to the application load balancer behind it; itself where it is one. */
export async function deployedLoadBalancer(
  ask: AskAws,
  awsRegion: string,
  dnsName: string,
): Promise<DeployedLoadBalancer | undefined> {
  const elb = async <T>(action: string, result: string, parameters: Record<string, string> = {}) => {
    const call = query('elasticloadbalancing', awsRegion, '2015-12-01', { Action: action, ...parameters });
    const answer = await askXml<Record<string, Record<string, Members<T>>>>(ask, call);
    return answer?.[`${action}Result`]?.[result]?.member ?? [];
  };
  const all = await elb<{ DNSName: string; LoadBalancerArn: string }>(
    'DescribeLoadBalancers',
    'LoadBalancers',
  );
  const outer = all.find((one) => one.DNSName.toLowerCase() === dnsName);
  if (outer === undefined) return undefined;
  const groupOf = async (LoadBalancerArn: string) =>
    (await elb<TargetGroup>('DescribeTargetGroups', 'TargetGroups', { LoadBalancerArn }))[0];
  const group = await groupOf(outer.LoadBalancerArn);
  const targets = group
    ? await elb<{ Target: { Id: string } }>('DescribeTargetHealth', 'TargetHealthDescriptions', {
        TargetGroupArn: group.TargetGroupArn,
      })
    : [];
  const inner = targets.map(({ Target }) => Target.Id).find((id) => id.includes(':loadbalancer/app/'));
  const [listener] = await elb<{ ListenerArn: string }>('DescribeListeners', 'Listeners', {
    LoadBalancerArn: inner ?? outer.LoadBalancerArn,
  });
  const rules = listener
    ? await elb<Rule>('DescribeRules', 'Rules', { ListenerArn: listener.ListenerArn })
    : [];
  return {
    rules: [...rules].sort((a, b) => priority(a) - priority(b)).map(rule),
    check: check(group),
    targetCheck: check(inner === undefined ? group : await groupOf(inner)),
  };
}

const check = (group: TargetGroup | undefined): TargetCheck => ({
  path: group?.HealthCheckPath || '/',
  intervalSeconds: Number(group?.HealthCheckIntervalSeconds ?? 30),
  timeoutSeconds: Number(group?.HealthCheckTimeoutSeconds ?? 6),
  healthyThreshold: Number(group?.HealthyThresholdCount ?? 5),
  unhealthyThreshold: Number(group?.UnhealthyThresholdCount ?? 2),
});

const priority = ({ Priority }: Rule) =>
  Priority === 'default' ? Number.POSITIVE_INFINITY : Number(Priority);

function rule({ Conditions, Actions }: Rule): ListenerRule {
  const fixed = Actions?.member?.find(({ Type }) => Type === 'fixed-response')?.FixedResponseConfig;
  return {
    conditions: (Conditions?.member ?? []).map(condition),
    action:
      fixed === undefined
        ? { forwards: true }
        : { forwards: false, status: Number(fixed.StatusCode), body: fixed.MessageBody ?? '' },
  };
}

function condition(listed: Condition): RuleCondition {
  if (listed.Field === 'path-pattern') {
    const values = listed.PathPatternConfig?.Values?.member ?? listed.Values?.member ?? [];
    return { field: 'path-pattern', values: values.map(String) };
  }
  if (listed.Field !== 'http-header' || listed.HttpHeaderConfig === undefined) return { field: 'other' };
  const { HttpHeaderName, Values } = listed.HttpHeaderConfig;
  return {
    field: 'http-header',
    header: HttpHeaderName.toLowerCase(),
    values: (Values?.member ?? []).map(String),
  };
}

/** The first rule whose conditions are all met. A condition that the local world does not know is not. */
export function matchingRule(
  rules: readonly ListenerRule[],
  path: string,
  header: (name: string) => string | undefined,
): ListenerRule | undefined {
  const met = (one: RuleCondition) => {
    if (one.field === 'other') return false;
    const value = one.field === 'path-pattern' ? path : header(one.header);
    const fold = one.field === 'http-header';
    return value !== undefined && one.values.some((pattern) => matches(pattern, value, fold));
  };
  return rules.find(({ conditions }) => conditions.every(met));
}

/** `*` and `?` stand for characters; header values are compared in either case. */
function matches(pattern: string, value: string, foldsCase: boolean): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, foldsCase ? 'is' : 's').test(value);
}
