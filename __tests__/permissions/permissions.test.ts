import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { RESERVED_WORDS } from '../../config/document/regions';
import { backfillKind } from '../../stacks/backfill/kind';
import { kinds } from '../../stacks/registry';
import { stateKind } from '../../stacks/state/kind';
import { Account } from '../support/account';
import { policyLength } from '../support/policy';
import { ACCOUNT, ACTIONS } from './actions';
import { policiesOf } from './policies-of';

const plannedKind = ({ stacks }: Account, stackId: string) =>
  stacks.find(({ id }) => id === stackId)?.kind.contract.kind;

/** What AWS allows for a managed policy, and how many of them a role may have. */
const [MAXIMUM_LENGTH, MAXIMUM_POLICIES] = [6144, 10];

// The demo has everything on, but for one of the two miss signals, and a copy of the states.
const everything = { ...demo, state: { ...demo.state, replicaAwsRegion: 'eu-west-3' } };
const document = validated(everything);
const otherSignal = validated({ ...everything, backfill: { ...demo.backfill, missSignal: 'function-url' } });
const accounts = [new Account(document), new Account(otherSignal)];
const stacks = accounts.flatMap((account) =>
  account.stacks
    .filter(({ kind }) => account === accounts[0] || kind === backfillKind)
    .map((stack) => ({ id: stack.id, stack, account, signal: account.document.backfill.missSignal })),
);
const typesOf = (kind: (typeof kinds)[number]) =>
  new Set(stacks.filter(({ stack }) => stack.kind === kind).flatMap(({ account, id }) => account.types(id)));

describe.each(kinds.map((kind) => ({ kind, name: kind.contract.kind })))(
  'the permissions of $name',
  ({ kind }) => {
    const granted = kind.permissions.filter(({ write, join }) => write ?? join);
    const types = [...typesOf(kind)];

    it('are for resource types that its stacks consist of', () => {
      expect(types.length).toBeGreaterThan(1);
      const idle = granted.filter(
        ({ types: covered }) => covered.length > 0 && !covered.some((type) => types.includes(type)),
      );
      expect(idle).toEqual([]);
    });

    // CI may not change what CI may do: the roles of `state` are made by an administrator.
    const changing = kind === stateKind ? types.filter((type) => !type.startsWith('aws_iam_')) : types;
    it('are for all of them', () => {
      const missing = changing.filter(
        (type) => !granted.some((permission) => permission.types.includes(type)),
      );
      expect(missing).toEqual([]);
    });
  },
);

it('no region may have a name that what belongs to no region begins with', () => {
  const words = stacks
    .filter(({ stack }) => stack.name === undefined)
    .flatMap(({ stack }) => stack.resourceNames)
    .map((name) => name.split('-')[1] ?? '');

  expect(new Set(words)).toEqual(new Set(RESERVED_WORDS));
});

it('every resource type has the actions that Terraform needs for it', () => {
  const listed = Object.entries(ACTIONS).filter(
    ([, { create, update, delete: remove }]) => [...create, ...update, ...remove].length > 0,
  );
  const permitted = kinds.flatMap(({ permissions }) => permissions.flatMap(({ types }) => types));

  expect(listed.length).toBeGreaterThan(70);
  expect([...new Set(permitted)].filter((type) => !(type in ACTIONS))).toEqual([]);
  expect(listed.map(([type]) => type).filter((type) => !permitted.includes(type))).toEqual([]);
});

/**
 * What AWS cannot tell apart, for want of names of ours or tags that it asks for: whose role may change what of whom, by
 * kinds of stacks. Decision 0019 has what stands in the way of each.
 */
const SHARED = new Set([
  'global: aws_cloudfront_cache_policy of backfill',
  'global: aws_cloudfront_origin_request_policy of backfill',
  'backfill: aws_cloudfront_cache_policy of global',
  'backfill: aws_cloudfront_origin_request_policy of global',
  // Names come and go with the document, and whoever proves a domain's names owns them all.
  'global: aws_route53_record of backfill',
  'global: aws_route53_record of data',
  'global: aws_route53_record of region',
  'region: aws_route53_record of region',
  'data: aws_route53_record of data',
  // Only an empty zone goes.
  'global: aws_route53_zone of data',
  'data: aws_route53_zone of global',
  'data: aws_route53_zone of data',
  'region: aws_route53_zone_association of data',
  'data: aws_route53_zone_association of data',
  // Ids only, and IAM asks for no tags of them.
  'region: aws_route53_health_check of region',
  'region: aws_route53_health_check of data',
  'data: aws_route53_health_check of region',
  'data: aws_route53_health_check of data',
  'region: aws_globalaccelerator_endpoint_group of region',
  // WAF lets its logs in by it.
  'region: aws_cloudwatch_log_resource_policy of global',
  // AWS asks for the key as well, whose policy refuses.
  'region: aws_kms_alias of data',
  'data: aws_kms_alias of region',
  // What these stacks are for.
  'mesh: aws_route of region',
  'data: aws_rds_global_cluster of data',
]);

const seen = new Set<string>();

// The rest of the stack of states is covered by its own test.
describe.each(stacks.filter(({ stack }) => stack.kind !== stateKind))(
  'the permissions of $id ($signal)',
  ({ id, stack, account }) => {
    const things = account
      .types(id)
      .flatMap((type) => account.things(id, type).map((thing) => ({ type, thing })));
    const context = {
      'aws:RequestTag/stack': id,
      'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT}:policy/${id}-role-boundary`,
    };
    /** Actions that are refused for one of the stack's resources, with their type. */
    const refused = (step: 'create' | 'read' | 'update' | 'delete', role = `${id}-apply`) =>
      new Set(
        things.flatMap(({ type, thing }) => {
          const actions = ACTIONS[type];
          if (actions === undefined) return [`${type}: no line in ACTIONS`];
          return actions[step]
            .filter((action, index) => {
              // What is made in a few calls carries its tag, and its policy, from the first one on; a route's table is there.
              const made =
                step === 'create' && index === 0 && type !== 'aws_route'
                  ? { ...thing, tags: {}, policy: undefined }
                  : thing;
              return !stack.awsRegions.every((awsRegion) =>
                account.may(role, {
                  action,
                  resource: made,
                  context: { ...context, 'aws:RequestedRegion': awsRegion },
                }),
              );
            })
            .map((action) => `${type}: ${action}`);
        }),
      );

    it.each(['create', 'read', 'update', 'delete'] as const)(
      'allow to %s everything that it consists of',
      (step) => {
        expect(things.length).toBeGreaterThan(3);
        expect(refused(step)).toEqual(new Set());
      },
    );

    it('allow to plan all of it without changing anything', () => {
      expect(refused('read', `${id}-plan`)).toEqual(new Set());
      expect(refused('create', `${id}-plan`).size).toBeGreaterThan(0);
    });

    it('fit into what IAM stores', () => {
      const { read, write } = policiesOf(account.document, stack);
      const all = [...read, ...write];

      expect(all.length).toBeLessThanOrEqual(MAXIMUM_POLICIES);
      expect(Math.max(...all.map(policyLength))).toBeLessThanOrEqual(MAXIMUM_LENGTH);
    });

    it('do not allow to change, delete or take over what another stack made', () => {
      const kindOf = (stackId: string) => plannedKind(account, stackId);
      const theirs = account.stacks
        .filter((other) => other.id !== id)
        .flatMap((other) =>
          account
            .types(other.id)
            .flatMap((type) =>
              account.things(other.id, type).map((thing) => ({ type, thing, other: other.id })),
            ),
        );
      const changed = theirs.filter(({ type, thing }) => {
        const { update = [], delete: remove = [] } = ACTIONS[type] ?? {};
        return [...update, ...remove]
          .filter((action) => !/:(Get|Describe|List)/.test(action))
          .some((action) => account.may(`${id}-apply`, { action, resource: thing, context }));
      });
      const pairs = changed.map(({ type, other }) => `${kindOf(id)}: ${type} of ${kindOf(other)}`);

      expect(theirs.length).toBeGreaterThan(200);
      expect([...new Set(pairs)].filter((pair) => !SHARED.has(pair))).toEqual([]);
      for (const pair of pairs) seen.add(pair);
    });
  },
);

it('share nothing beyond that list, and all that is in it', () => {
  expect([...seen].sort()).toEqual([...SHARED].sort());
});
