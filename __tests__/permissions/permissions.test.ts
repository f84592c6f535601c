import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { serviceLinkedRoles } from '../../permissions/roles';
import { plannedStacks } from '../../stacks/platform';
import { kinds } from '../../stacks/registry';
import { stateKind } from '../../stacks/state/kind';
import { plannedStack, synthesizedStack } from '../support/platform';
import { isAllowed, policyLength } from '../support/policy';
import type { Block } from '../support/synthesize';
import { ACCOUNT, ACTIONS } from './actions';
import { BOUNDARY, policiesOf } from './policies-of';

/** Name as AWS will know it; references become the name of what they refer to. */
function nameOf(type: string, resource: Block, all: Record<string, Record<string, Block>>): string {
  const own =
    resource.alarm_name ??
    resource.function_name ??
    resource.global_cluster_identifier ??
    resource.cluster_identifier ??
    resource.identifier;
  if (type === 'aws_rds_cluster') return resource.cluster_identifier;
  if (type === 'aws_rds_cluster_instance') return resource.identifier;
  const name =
    own ??
    resource.name ??
    resource.bucket ??
    resource.secret_id ??
    resource.queue_url ??
    resource.arn ??
    resource.topic_arn;
  const prefix = resource.name_prefix ?? resource.bucket_prefix;
  if (prefix !== undefined) return `${prefix}1`;
  const [, otherType, id] = /^\$\{(aws_\w+)\.([\w-]+)\./.exec(String(name)) ?? [];
  const other = otherType === undefined || id === undefined ? undefined : all[otherType]?.[id];
  return other === undefined || otherType === undefined ? String(name) : nameOf(otherType, other, all);
}

/** What AWS allows for a managed policy, and how many of them a role may have. */
const [MAXIMUM_LENGTH, MAXIMUM_POLICIES] = [6144, 10];

// The demo has everything on, but for one of the two miss signals.
const document = validated(demo);
const otherSignal = validated({ ...demo, backfill: { ...demo.backfill, missSignal: 'function-url' } });
const stacks = [
  ...plannedStacks(document).map((stack) => ({ of: document, stack })),
  { of: otherSignal, stack: plannedStack(otherSignal, 'backfill') },
].map(({ of, stack }) => ({
  id: stack.id,
  stack,
  signal: of.backfill.missSignal,
  resources: synthesizedStack(of, stack.id.replace('demo-', '')).document.resource ?? {},
}));
const typesOf = (kind: (typeof kinds)[number]) =>
  new Set(
    stacks.filter(({ stack }) => stack.kind === kind).flatMap(({ resources }) => Object.keys(resources)),
  );

describe.each(kinds.map((kind) => ({ kind, name: kind.contract.kind })))(
  'the permissions of $name',
  ({ kind }) => {
    const granted = kind.permissions.filter(({ write }) => write !== undefined);
    const types = [...typesOf(kind)];

    it('are for resource types that its stacks consist of', () => {
      expect(types.length).toBeGreaterThan(1);
      // AWS makes service-linked roles by itself, with the right of whoever made it necessary.
      const idle = granted
        .filter((permission) => permission !== serviceLinkedRoles)
        .filter(({ types: covered }) => covered.length > 0 && !covered.some((type) => types.includes(type)));
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

it('every resource type has the actions that Terraform needs for it', () => {
  const listed = Object.entries(ACTIONS).filter(
    ([, { create, update, delete: remove }]) => [...create, ...update, ...remove].length > 0,
  );
  const permitted = kinds.flatMap(({ permissions }) => permissions.flatMap(({ types }) => types));

  expect(listed.length).toBeGreaterThan(70);
  expect([...new Set(permitted)].filter((type) => !(type in ACTIONS))).toEqual([]);
  expect(listed.map(([type]) => type).filter((type) => !permitted.includes(type))).toEqual([]);
});

// The rest of the stack of states is covered by its own test.
describe.each(stacks.filter(({ stack }) => stack.kind !== stateKind))(
  'the permissions of $id ($signal)',
  ({ id, stack, resources }) => {
    const { read, write } = policiesOf(document, stack);
    const all = [...read, ...write];
    const each = Object.entries(resources).flatMap(([type, byId]) => {
      const names = Object.values(byId).map((resource: Block) => nameOf(type, resource, resources));
      return [...new Set(names)].map((name) => ({ type, name }));
    });
    const context = {
      'aws:RequestTag/stack': id,
      'iam:PermissionsBoundary': BOUNDARY,
      'lambda:FunctionArn': `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:${document.deployment}-x`,
    };
    const own = { ...context, 'aws:ResourceTag/stack': id };
    /** Actions that are refused for one of the stack's resources, with their type. */
    const refused = (step: 'create' | 'read' | 'update' | 'delete', policies = all) =>
      new Set(
        each.flatMap(({ type, name }) => {
          const actions = ACTIONS[type];
          if (actions === undefined) return [`${type}: no line in ACTIONS`];
          // Validation records have names that ACM makes up.
          const record = name.startsWith('$') ? `_1.${stack.recordNames[0]}` : name;
          const resource = actions.arn(name, id);
          const names = { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': record };
          return actions[step]
            .filter((action, index) => {
              // What is made in a few calls carries its tag from the first one on.
              const tagged = step === 'create' && index === 0 ? context : own;
              return !stack.awsRegions.every((awsRegion) =>
                isAllowed(policies, {
                  action,
                  resource,
                  context: { ...tagged, ...names, 'aws:RequestedRegion': awsRegion },
                }),
              );
            })
            .map((action) => `${type}: ${action}`);
        }),
      );

    it.each(['create', 'read', 'update', 'delete'] as const)(
      'allow to %s everything that it consists of',
      (step) => {
        expect(each.length).toBeGreaterThan(3);
        expect(refused(step)).toEqual(new Set());
      },
    );

    it('allow to plan all of it without changing anything', () => {
      expect(refused('read', read)).toEqual(new Set());
      expect(refused('create', read).size).toBeGreaterThan(0);
    });

    it('fit into what IAM stores', () => {
      expect(all.length).toBeLessThanOrEqual(MAXIMUM_POLICIES);
      expect(Math.max(...all.map(policyLength))).toBeLessThanOrEqual(MAXIMUM_LENGTH);
    });

    it('do not allow to change what another stack made', () => {
      const request = {
        action: 'secretsmanager:PutSecretValue',
        resource: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:${document.deployment}/x`,
        context: { 'aws:ResourceTag/stack': 'somebody-else' },
      };

      expect(isAllowed(all, request)).toBe(false);
    });

    it('do not allow to take another stack’s resource over by its tag', () => {
      const hostile = { 'aws:RequestTag/stack': id, 'aws:ResourceTag/stack': 'somebody-else' };
      for (const action of ['kms:TagResource', 'ec2:CreateTags', 'rds:AddTagsToResource', 'sqs:TagQueue']) {
        for (const type of ['key/1', `cluster:${document.deployment}-x`, `${document.deployment}-x`]) {
          const resource = `arn:aws:${action.split(':')[0]}:${stack.awsRegion}:${ACCOUNT}:${type}`;
          const request = {
            action,
            resource,
            context: { ...hostile, 'aws:RequestedRegion': stack.awsRegion },
          };
          expect([action, type, isAllowed(all, request)]).toEqual([action, type, false]);
        }
      }
    });
  },
);
