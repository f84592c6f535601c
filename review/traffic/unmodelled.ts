import type { PlannedStack } from '../planned-stack';
import { isSame } from './operations';
import type { Untold } from './traffic-effect';

/** What a change of these may do to viewers, which the model does not know. */
const MAY: readonly (readonly [types: RegExp, what: string])[] = [
  [/^aws_(?:wafv2_|shield_)/, 'whom the firewall stops'],
  [
    /^aws_(?:(?:vpc_)?security_group|(?:default_)?network_acl|route|subnet|nat_gateway|internet_gateway)(?:_|$)/,
    'whether packets arrive',
  ],
  [/^aws_acm_/, 'whether certificates hold'],
  [/^aws_(?:launch_template|lambda_|ecs_)/, 'whether the new code answers'],
  [/^aws_globalaccelerator_/, 'where the accelerator leads'],
  [/^aws_route53_(?:zone$|hosted_zone_dnssec|key_signing_key)/, 'whether the zone is found'],
  [/^aws_(?:vpc_)?route53_resolver/, 'how names are asked'],
  [
    /^aws_cloudfront_(?:response_headers_policy|key_group|public_key|origin_access_control|realtime)/,
    'what the edge adds and asks for',
  ],
];

/** Changes of which nothing can be said, and stacks of which nobody knows what becomes of them. */
export function untoldChanges(planned: readonly PlannedStack[]): Untold[] {
  return planned.flatMap(({ stack, plan, isNew = false }): Untold[] => {
    if (plan === undefined) {
      return [
        {
          stack: stack.id,
          sentence: `what an apply of "${stack.id}" does to viewers, because it has no plan`,
        },
      ];
    }
    // What is new has no viewers yet.
    if (isNew) return [];
    const changed = (plan.resource_changes ?? []).filter(
      (each) =>
        each.mode === 'managed' &&
        each.change.actions.some((action) => action !== 'no-op' && action !== 'read') &&
        !(each.change.actions[0] === 'update' && isSame(each)),
    );
    return MAY.flatMap(([types, what]) => {
      const found = changed.filter(({ type }) => types.test(type)).map(({ address }) => address);
      return found.length === 0
        ? []
        : [{ stack: stack.id, sentence: `${what}: ${shortened(found)} of "${stack.id}"` }];
    });
  });
}

const shortened = (all: readonly string[]) =>
  all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ');
