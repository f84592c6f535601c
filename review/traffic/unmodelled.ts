import type { StackSource } from '../analysis/stack-source';
import type { ResourceChange } from '../plan-json';
import type { PlannedStack } from '../planned-stack';
import { isSame } from './operations';
import { isRelevant } from './resources';
import type { Untold } from './traffic-effect';
import { unreadChanges } from './unread';

/** What a change of these may do to viewers, which the model does not know. The first that fits is said. */
const MAY: readonly (readonly [types: RegExp, what: string])[] = [
  [/^aws_(?:wafv2_|shield_)/, 'whom the firewall stops'],
  [
    /^aws_(?:(?:vpc_)?security_group|(?:default_)?network_acl|route|subnet|nat_gateway|internet_gateway)(?:_|$)/,
    'whether packets arrive',
  ],
  [/^aws_acm_/, 'whether certificates hold'],
  [
    /^aws_(?:iam_|kms_|lambda_permission|s3_bucket_(?:policy|public_access_block|ownership_controls|acl))/,
    'who may still read and call what',
  ],
  [/^aws_(?:launch_template|lambda_|ecs_)/, 'whether the new code answers'],
  [/^aws_globalaccelerator_/, 'where the accelerator leads'],
  [/^aws_route53_(?:zone$|hosted_zone_dnssec|key_signing_key)/, 'whether the zone is found'],
  [/^aws_(?:vpc_)?route53_resolver/, 'how names are asked'],
  [/^aws_cloudfront(?:_key_value_store|keyvaluestore_keys_exclusive)/, 'what functions of the edge read'],
  [
    /^aws_cloudfront_(?:response_headers_policy|key_group|public_key|origin_access_control|realtime)/,
    'what the edge adds and asks for',
  ],
  [/^aws_/, 'what viewers notice of'],
];

/** What tells of things, or keeps and bills them, and answers nobody. */
const QUIET =
  /^aws_(?:backup_|budgets_|ce_|cloudtrail|cloudwatch_|config_|db_event_subscription|ecr_|flow_log|guardduty_|route53_query_log|s3_bucket_(?:lifecycle_configuration|logging|metric|replication_configuration|versioning)|sns_|sqs_)/;

/** Changes of which nothing can be said, and stacks of which nobody knows what becomes of them. */
export function untoldChanges(
  planned: readonly PlannedStack[],
  head: readonly Pick<StackSource, 'stack' | 'json'>[],
): Untold[] {
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
      (each) => each.mode === 'managed' && isApplied(each) && !(isUpdate(each) && isSame(each)),
    );
    const others = changed.filter((each) => !isRelevant(each) && !QUIET.test(each.type));
    const byWhat = new Map<string, string[]>();
    for (const { type, address } of others) {
      const [, what] = MAY.find(([types]) => types.test(type)) ?? [];
      if (what !== undefined) byWhat.set(what, [...(byWhat.get(what) ?? []), address]);
    }
    const { resource = {} } = head.find((each) => each.stack.id === stack.id)?.json ?? {};
    const unread = changed.flatMap((each) => {
      const found = unreadChanges(each, resource[each.type]?.[each.name]);
      return found.length === 0
        ? []
        : [`what viewers notice of ${shortened(found)} of ${each.address} of "${stack.id}"`];
    });
    const sentences = [...byWhat].map(
      ([what, addresses]) =>
        `${what}${what.endsWith(' of') ? '' : ':'} ${shortened(addresses)} of "${stack.id}"`,
    );
    return [...sentences, ...unread].map((sentence) => ({ stack: stack.id, sentence }));
  });
}

const isApplied = ({ change: { actions } }: ResourceChange) =>
  actions.some((action) => action === 'create' || action === 'update' || action === 'delete');

const isUpdate = ({ change: { actions } }: ResourceChange) => actions[0] === 'update';

const shortened = (all: readonly string[]) =>
  all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ');
