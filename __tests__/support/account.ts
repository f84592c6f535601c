import type { Caller } from 'local-aws/iam/policy/caller';
import { contextOf } from 'local-aws/iam/policy/context';
import { type Decision, decide, type ResourcePolicy } from 'local-aws/iam/policy/decide';
import { compilePolicy, type Policy } from 'local-aws/iam/policy/policy';
import type { Document } from '../../config/document';
import { plannedStacks } from '../../stacks/platform';
import type { PlannedStack } from '../../stacks/stack-kind';
import { ACCOUNT, ACTIONS } from '../permissions/actions';
import { synthesizedStack } from './platform';
import { type PolicyJson, policyJson } from './policy';
import type { Block } from './synthesize';

/** Something that an action can be about. */
export interface Thing {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Of its own: a key's, a bucket's, a queue's. */
  readonly policy?: PolicyJson;
  /** Condition keys that a request about it has. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Who asks, and by which policies. */
interface Bearer {
  readonly arn: string;
  readonly trust: Policy;
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  /** Its own, as they are written. */
  readonly written: readonly PolicyJson[];
  /** Where its stack is. */
  readonly awsRegion: string;
}

export interface Asked {
  readonly action: string;
  readonly resource: Thing;
  readonly context?: Readonly<Record<string, string>>;
}

type Resources = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** Types that bear no tags, and buckets, of which IAM does not know them. */
const UNTAGGED =
  /^aws_(s3_|route53_|route53recoverycontrolconfig_|cloudfront_(?!distribution)|kms_alias|globalaccelerator_(listener|endpoint_group)|cloudwatch_log_resource_policy)/;

const EVERYTHING = compilePolicy(
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }),
  'everything',
);

const OIDC = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;

/** An account with a deployment in it, as IAM sees it: who may do what, by the evaluator of the local AWS. */
export class Account {
  readonly stacks: readonly PlannedStack[];
  private readonly resources: ReadonlyMap<string, Resources>;
  private readonly outputs: ReadonlyMap<string, Readonly<Record<string, Block>>>;
  private readonly bearers = new Map<string, Bearer>();
  private readonly compiled = new WeakMap<PolicyJson, Policy>();

  constructor(readonly document: Document) {
    this.stacks = plannedStacks(document);
    const synthesized = this.stacks.map(
      ({ id }) => [id, synthesizedStack(document, id.slice(document.deployment.length + 1))] as const,
    );
    this.resources = new Map(synthesized.map(([id, stack]) => [id, stack.document.resource ?? {}]));
    this.outputs = new Map(synthesized.map(([id, stack]) => [id, stack.outputs]));
    for (const { id, awsRegion } of this.stacks) this.addBearers(id, awsRegion);
  }

  /** Names of every role: `demo-global-plan`, and start of the name of what stacks make, such as `demo-fill-europe`. */
  get roles(): string[] {
    return [...this.bearers.keys()];
  }

  /** Types of what a stack makes. */
  types(stackId: string): string[] {
    return Object.keys(this.of(stackId));
  }

  /** Everything of one type that a stack makes. */
  things(stackId: string, type: string): Thing[] {
    return Object.entries(this.of(stackId)[type] ?? {}).flatMap(([id, block]) => {
      const made = this.made(stackId, type, id, block);
      if (type !== 'aws_route53_record') return [made];
      return recordNames(block).map((name) => ({
        ...made,
        context: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': name },
      }));
    });
  }

  /** The one of a type that a stack makes, or the one with this in its name. */
  thing(stackId: string, type: string, name = ''): Thing {
    const [found, ...others] = this.things(stackId, type).filter(({ arn }) => arn.includes(name));
    if (found === undefined || (name === '' && others.length > 0)) {
      throw new Error(`expected one ${type} of ${stackId} like "${name}", got ${found ? 'several' : 'none'}`);
    }
    return found;
  }

  /** The first one of a type that a stack makes, of several. */
  first(stackId: string, type: string, isIt: (arn: string) => boolean = () => true): Thing {
    const found = this.things(stackId, type).find(({ arn }) => isIt(arn));
    if (found === undefined) throw new Error(`expected a ${type} of ${stackId}, got none`);
    return found;
  }

  role(name: string): Thing {
    return { arn: this.bearer(name).arn, tags: {} };
  }

  /** What IAM says to a session of a role. */
  decide(
    role: string,
    { action, resource, context = {} }: Asked,
    own = this.bearer(role).identity,
  ): Decision {
    const { arn, boundary, awsRegion } = this.bearer(role);
    const caller: Caller = {
      kind: 'session',
      account: ACCOUNT,
      of: arn,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${arn.split('/').at(-1)}/session`,
    };
    const region = resource.arn.split(':')[3] || awsRegion;
    const keys = contextOf({
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': ACCOUNT,
      'aws:RequestedRegion': region,
      ...(action.startsWith('s3:') ? { 's3:ResourceAccount': ACCOUNT } : {}),
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      ...Object.fromEntries(
        Object.entries(resource.tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
      ),
      ...resource.context,
      ...context,
    });
    return decide(
      { caller, action, resource: resource.arn, context: keys },
      { identity: own, ...(boundary ? { boundary } : {}), ...this.attached(action, resource) },
    );
  }

  may(role: string, asked: Asked): boolean {
    return this.decide(role, asked).effect === 'allow';
  }

  /** The same, if the role's own policies allowed everything: what its boundary is for. */
  mightAtMost(role: string, asked: Asked): boolean {
    return this.decide(role, asked, [EVERYTHING]).effect === 'allow';
  }

  /** What the policies written beside a role allow, one action on one resource each. */
  grants(role: string): Asked[] {
    return this.bearer(role).written.flatMap(({ Statement }) =>
      Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource = '*' }) =>
        [Action]
          .flat()
          .flatMap((action) => [Resource].flat().map((arn) => ({ action, resource: { arn, tags: {} } }))),
      ),
    );
  }

  /** Whether a workflow of GitHub with these claims gets to be a role. */
  admits(role: string, claims: Readonly<Record<string, string>>): boolean {
    const { arn, trust } = this.bearer(role);
    const context = contextOf(
      Object.fromEntries(
        Object.entries(claims).map(([claim, value]) => [
          `token.actions.githubusercontent.com:${claim}`,
          value,
        ]),
      ),
    );
    const asked = { action: 'sts:AssumeRoleWithWebIdentity', resource: arn, context };
    const caller: Caller = { kind: 'web identity', provider: OIDC };
    return (
      decide({ caller, ...asked }, { resource: { policy: trust, rules: 'role trust' } }).effect === 'allow'
    );
  }

  private attached(action: string, { arn, policy }: Thing): { resource?: ResourcePolicy } {
    if (policy === undefined) return {};
    return {
      resource: {
        policy: this.compile(policy, arn),
        ...(action.startsWith('kms:') ? { rules: 'key' as const } : {}),
      },
    };
  }

  private compile(policy: PolicyJson, name: string): Policy {
    const known = this.compiled.get(policy) ?? compilePolicy(JSON.stringify(policy), name);
    this.compiled.set(policy, known);
    return known;
  }

  private bearer(name: string): Bearer {
    const found = this.bearers.get(name);
    if (found === undefined) throw new Error(`no role ${name} among ${this.roles.join(', ')}`);
    return found;
  }

  private of(stackId: string): Resources {
    const found = this.resources.get(stackId);
    if (found === undefined) throw new Error(`no stack ${stackId}`);
    return found;
  }

  private made(stackId: string, type: string, id: string, block: Block): Thing {
    const policy = this.policyOf(stackId, type, id, block);
    // A route belongs to its table.
    const isElsewhere =
      type === 'aws_route' && !String(block.route_table_id).startsWith('${aws_route_table.');
    const stack = isElsewhere ? 'another' : stackId;
    return {
      arn: this.arnOf(stackId, type, id),
      tags: UNTAGGED.test(type) ? {} : { stack, deployment: this.document.deployment },
      ...(policy === undefined ? {} : { policy }),
      context: this.keysOf(stackId, type, id, block),
    };
  }

  private keysOf(stackId: string, type: string, id: string, block: Block): Readonly<Record<string, string>> {
    if (type === 'aws_acm_certificate') return { 'acm:DomainNames': block.domain_name };
    if (/^aws_vpc_peering_connection/.test(type)) {
      const vpc = `arn:aws:ec2:eu-central-1:${ACCOUNT}:vpc/1`;
      return { 'ec2:RequesterVpc': vpc, 'ec2:AccepterVpc': vpc };
    }
    if (!/^aws_lambda_(event_source_mapping|function_url)$/.test(type)) return {};
    const name = nameOf(type, id, this.of(stackId));
    return { 'lambda:FunctionArn': `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:${name}` };
  }

  /** Of its own, or in a resource beside it. */
  private policyOf(stackId: string, type: string, id: string, block: Block): PolicyJson | undefined {
    if (type === 'aws_kms_key') return this.read(stackId, block.policy);
    const beside = { aws_s3_bucket: 'bucket', aws_sqs_queue: 'queue_url', aws_sns_topic: 'arn' }[type];
    if (beside === undefined) return undefined;
    const found = Object.values(this.of(stackId)[`${type}_policy`] ?? {}).find((other) =>
      String(other[beside]).startsWith(`\${${type}.${id}.`),
    );
    return found && this.read(stackId, found.policy);
  }

  /** A policy, with ARNs in place of references. */
  private read(stackId: string, expression: string): PolicyJson {
    const json = JSON.stringify(policyJson(expression))
      .replace(/<(aws_\w+)\.([\w-]+)\.(arn|id)>/g, (_, type: string, id: string) =>
        this.arnOf(stackId, type, id),
      )
      .replace(
        /<data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)>/g,
        (_, upstream: string, output: string) => this.output(upstream, output),
      );
    return JSON.parse(json);
  }

  /** ARN or name of the resource that another stack's output tells of. */
  private output(stackId: string, output: string): string {
    const value = String(this.outputs.get(stackId)?.[output]?.value);
    const [, type, id, attribute] = /^\$\{(aws_\w+)\.([\w-]+)\.(\w+)\}$/.exec(value) ?? [];
    if (type === undefined || id === undefined) {
      throw new Error(`expected a resource in ${output} of ${stackId}, got ${value}`);
    }
    return attribute === 'arn' ? this.arnOf(stackId, type, id) : nameOf(type, id, this.of(stackId));
  }

  private arnOf(stackId: string, type: string, id: string): string {
    const name = nameOf(type, id, this.of(stackId));
    if (type === 'aws_iam_openid_connect_provider') return OIDC;
    if (type === 'aws_iam_policy') return `arn:aws:iam::${ACCOUNT}:policy/${name}`;
    const arn = ACTIONS[type]?.arn;
    if (arn === undefined) throw new Error(`${type}: no line in ACTIONS`);
    return arn(name, stackId);
  }

  private addBearers(stackId: string, awsRegion: string): void {
    const {
      aws_iam_role = {},
      aws_iam_role_policy = {},
      aws_iam_role_policy_attachment = {},
    } = this.of(stackId);
    for (const [id, role] of Object.entries(aws_iam_role)) {
      const reference = `\${aws_iam_role.${id}.name}`;
      const inline = Object.values(aws_iam_role_policy).filter((policy) => policy.role === reference);
      const managed = Object.values(aws_iam_role_policy_attachment)
        .filter((attachment) => attachment.role === reference)
        .flatMap(({ policy_arn }) => {
          const own = /aws_iam_policy\.([\w-]+)\.arn/.exec(policy_arn)?.[1];
          return own === undefined ? [] : [this.of(stackId).aws_iam_policy?.[own] ?? {}];
        });
      const boundary = this.boundaryOf(role);
      this.bearers.set(String(role.name ?? role.name_prefix.replace(/-$/, '')), {
        arn: `arn:aws:iam::${ACCOUNT}:role${role.path}${role.name ?? `${role.name_prefix}1`}`,
        trust: this.compile(this.read(stackId, role.assume_role_policy), 'trust'),
        written: inline.map(({ policy }) => this.read(stackId, policy)),
        identity: [...inline, ...managed].map(({ name, policy }) =>
          this.compile(this.read(stackId, policy), name ?? 'inline'),
        ),
        ...(boundary ? { boundary } : {}),
        awsRegion,
      });
    }
  }

  private boundaryOf({ permissions_boundary }: Block): Policy | undefined {
    if (permissions_boundary === undefined) return undefined;
    const stateId = `${this.document.deployment}-state`;
    const name = String(permissions_boundary).split('/').at(-1);
    const found = Object.values(this.of(stateId).aws_iam_policy ?? {}).find((policy) => policy.name === name);
    if (found === undefined) throw new Error(`no policy ${name}`);
    return this.compile(this.read(stateId, found.policy), `${name}`);
  }
}

/** Attributes that name a resource, the first one first. */
const NAMES = [
  'alarm_name',
  'function_name',
  'global_cluster_identifier',
  'cluster_identifier',
  'identifier',
  'name',
  'bucket',
  'secret_id',
  'queue_url',
  'arn',
  'topic_arn',
  'resource_arn',
  'load_balancer_arn',
  'custom_suffix',
];

/** Names of records. Those that prove a certificate's names have names that ACM makes up, each below what it proves. */
function recordNames({ name, for_each }: Block): string[] {
  if (for_each === undefined) return [name];
  const proved: string[] = JSON.parse(/^\$\{toset\((.*)\)\}$/.exec(for_each)?.[1] ?? '[]');
  if (proved.length === 0) throw new Error(`expected names in ${for_each}, got none`);
  return proved.map((each) => `_1.${each.replace(/^\*\./, '')}`);
}

/** Name as AWS will know it: references become the name of what they refer to, and what has none its Terraform id. */
export function nameOf(type: string, id: string, all: Resources): string {
  const resource = all[type]?.[id] ?? {};
  const own = { aws_rds_cluster: 'cluster_identifier', aws_rds_cluster_instance: 'identifier' }[type];
  const prefix = resource.name_prefix ?? resource.bucket_prefix;
  if (own === undefined && prefix !== undefined) return `${prefix}1`;
  const name = own === undefined ? NAMES.map((each) => resource[each]).find(Boolean) : resource[own];
  if (name === undefined) return id;
  const [, otherType, otherId] = /^\$\{(aws_\w+)\.([\w-]+)\.\w+\}$/.exec(String(name)) ?? [];
  return otherType === undefined || otherId === undefined ? String(name) : nameOf(otherType, otherId, all);
}
