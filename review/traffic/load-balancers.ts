import { type ListenerRule, matchingRule, type RuleCondition } from 'local-aws/world/elb/listener-rules';
import { dnsName } from 'local-aws/world/route53/records';
import { CannotTell, whereTold } from './cannot-tell';
import { isKnownLater, isOpaque } from './known-later';
import type { Resource } from './resources';
import { block, blocks, number, text, texts, type Values, word } from './values';

export interface BalancedRequest {
  readonly port: number;
  readonly path: string;
  /** By lower-case name. */
  readonly header: (name: string) => string | undefined;
}

/** What comes back: the targets' answer, the load balancer's own, or nothing, because nobody listens. */
export type Reply = 'targets' | { readonly status: number } | undefined;

/** Load balancers as they are deployed, with everything behind them in order. */
export class LoadBalancers {
  private readonly byType = new Map<string, Values[]>();
  private readonly byName: ReadonlyMap<string, Resource>;

  constructor(resources: readonly Resource[]) {
    for (const { type, values } of resources) this.byType.set(type, [...this.all(type), values]);
    this.byName = new Map(
      resources
        .filter(({ type }) => type === 'aws_lb')
        .map((resource) => [dnsName(text(resource.values, 'dns_name')), resource]),
    );
  }

  named(name: string): Resource | undefined {
    return this.byName.get(name);
  }

  /** Whether the health check of its first target group passes, which is what an alias goes by. */
  hasHealthyTargets({ values }: Resource, answersAt: (path: string) => boolean): boolean {
    const [listener] = this.of('aws_lb_listener', 'load_balancer_arn', text(values, 'arn'));
    if (listener === undefined) return false;
    const [group] = forwardedTo(blocks(listener, 'default_action'));
    const path = group === undefined ? '/' : this.checkPathOf(group);
    const port = number(listener, 'port', 443);
    if (this.answer(values, { port, path, header: () => undefined }) !== 'targets') return false;
    if (!answersAt(path)) throw new CannotTell(`whether the service answers at ${path} is not known`);
    return true;
  }

  answer(balancer: Values, request: BalancedRequest): Reply {
    const listener = this.of('aws_lb_listener', 'load_balancer_arn', text(balancer, 'arn')).find(
      (each) => number(each, 'port', 0) === request.port,
    );
    if (listener === undefined) return undefined;
    const actions = this.actionsFor(listener, balancer, request);
    const fixed = actions.find((each) => FIXED.test(word(each, 'type')));
    if (fixed !== undefined) {
      const status = word(
        block(fixed, fixed.type === 'redirect' ? 'redirect' : 'fixed_response'),
        'status_code',
      );
      return { status: Number(status.replace(/\D/g, '')) };
    }
    const groups = forwardedTo(actions);
    const replies = groups.map((group) => this.answerOfGroup(group, request));
    return replies.find((reply) => reply !== 'targets') ?? replies[0] ?? { status: 503 };
  }

  private actionsFor(listener: Values, balancer: Values, request: BalancedRequest): Values[] {
    if (word(balancer, 'load_balancer_type') === 'network') return blocks(listener, 'default_action');
    const rules = this.of('aws_lb_listener_rule', 'listener_arn', text(listener, 'arn')).sort(
      (a, b) => number(a, 'priority', Infinity) - number(b, 'priority', Infinity),
    );
    const readable = rules.map((rule) => ({ ...listenerRule(rule), of: rule }));
    const found = matchingRule(readable, request.path, request.header);
    const matched = readable.find((each) => each === found);
    const earlier = matched === undefined ? readable : readable.slice(0, readable.indexOf(matched));
    if (earlier.some((rule) => mayMatch(rule, request))) {
      throw new CannotTell('whether a rule of a load balancer lets a request in is not known');
    }
    return matched === undefined ? blocks(listener, 'default_action') : blocks(matched.of, 'action');
  }

  private answerOfGroup(group: string, request: BalancedRequest): Reply {
    const attached = this.of('aws_lb_target_group_attachment', 'target_group_arn', group);
    for (const attachment of attached) {
      const inner = this.all('aws_lb').find((each) => text(each, 'arn') === text(attachment, 'target_id'));
      if (inner !== undefined)
        return this.answer(inner, { ...request, port: number(attachment, 'port', 443) });
    }
    return attached.length > 0 || this.hasInstances(group) ? 'targets' : { status: 503 };
  }

  private hasInstances(group: string): boolean {
    const fleets = this.all('aws_autoscaling_group');
    const attachments = this.all('aws_autoscaling_attachment').map((each) => ({
      groups: [text(each, 'lb_target_group_arn')],
      fleet: fleets.find((fleet) => text(fleet, 'name') === text(each, 'autoscaling_group_name')),
    }));
    const attached = [
      ...fleets.map((fleet) => ({ groups: texts(fleet, 'target_group_arns'), fleet })),
      ...attachments,
    ];
    const sizes = attached.flatMap(({ groups, fleet }) =>
      groups.includes(group) ? [fleet === undefined ? 'some' : sizeOf(fleet)] : [],
    );
    if (sizes.includes('some')) return true;
    if (sizes.includes('any')) throw new CannotTell('how many instances a fleet has is not known');
    if (attached.some(({ groups }) => groups.some(isOpaque)))
      throw new CannotTell('which instances stand behind a load balancer is not known');
    return false;
  }

  private checkPathOf(group: string): string {
    const found = this.all('aws_lb_target_group').find((each) => text(each, 'arn') === group);
    return (found && word(block(found, 'health_check'), 'path')) || '/';
  }

  /** Those that belong to another resource, by its ARN. */
  private of(type: string, attribute: string, arn: string): Values[] {
    const all = this.all(type);
    if (all.some((each) => isOpaque(text(each, attribute))))
      throw new CannotTell('what stands behind a load balancer is not known');
    return all.filter((each) => text(each, attribute) === arn);
  }

  private all(type: string): readonly Values[] {
    return this.byType.get(type) ?? [];
  }
}

/** How many instances a fleet has: with a least, or a wanted number, of 0 there may be none of the most. */
function sizeOf(fleet: Values): 'none' | 'any' | 'some' {
  if (number(fleet, 'max_size', 1) === 0) return 'none';
  const least = number(fleet, 'min_size', 1);
  // Where nobody writes it, AWS takes the least.
  const wanted = isKnownLater(text(fleet, 'desired_capacity'))
    ? least
    : number(fleet, 'desired_capacity', least);
  return least === 0 || wanted === 0 ? 'any' : 'some';
}

/** Types of actions by which a load balancer answers itself. */
const FIXED = /^(?:fixed-response|redirect)$/;

/** ARNs of target groups. */
const forwardedTo = (actions: readonly Values[]): string[] =>
  actions
    .filter((action) => word(action, 'type') === 'forward')
    .flatMap((action) => [
      ...(text(action, 'target_group_arn') === '' ? [] : [text(action, 'target_group_arn')]),
      ...blocks(block(action, 'forward'), 'target_group').map((group) => text(group, 'arn')),
    ])
    .filter((arn, index, all) => arn !== '' && all.indexOf(arn) === index);

const listenerRule = (values: Values): ListenerRule => ({
  conditions: whereTold(() => blocks(values, 'condition').map(ruleCondition), [{ field: 'other' }]),
  action: { forwards: true },
});

function ruleCondition(values: Values): RuleCondition {
  const [path] = blocks(values, 'path_pattern');
  if (path !== undefined) return { field: 'path-pattern', values: texts(path, 'values') };
  const [header] = blocks(values, 'http_header');
  if (header === undefined) return { field: 'other' };
  const name = word(header, 'http_header_name').toLowerCase();
  return { field: 'http-header', header: name, values: texts(header, 'values') };
}

/** Whether a rule that does not match for certain may match all the same: a value is not known, or the condition is none that is modelled. */
function mayMatch({ conditions }: ListenerRule, { path, header }: BalancedRequest): boolean {
  const verdicts = conditions.map((condition): 'met' | 'unmet' | 'unknown' => {
    if (condition.field === 'other') return 'unknown';
    if (matchingRule([{ conditions: [condition], action: { forwards: true } }], path, header)) return 'met';
    const sent = condition.field === 'http-header' ? header(condition.header) : path;
    const isUnknown = sent !== undefined && [sent, ...condition.values].some(isKnownLater);
    return isUnknown ? 'unknown' : 'unmet';
  });
  return verdicts.includes('unknown') && !verdicts.includes('unmet');
}
