import { accountOf, type Caller, nameOf } from './caller';
import type { Context } from './context';
import type { Policy } from './policy';
import type { Mention } from './principals';

/** One action on one resource. */
export interface Question {
  readonly caller: Caller;
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** `*` where the action has none. */
  readonly resource: string;
  /** @default - the caller's */
  readonly resourceAccount?: string;
  readonly context: Context;
}

/** Everything that has a say. */
export interface Policies {
  readonly identity?: readonly Policy[];
  /** @default - the caller has none, and may do whatever its policies allow */
  readonly boundary?: Policy;
  /** @default - the session was not restricted */
  readonly session?: readonly Policy[];
  readonly resource?: ResourcePolicy;
  /** What caps a whole account or a network: every level has to allow. @default - none */
  readonly levels?: readonly Level[];
}

export interface ResourcePolicy {
  readonly policy: Policy;
  /**
   * Keys and roles: an identity's policies count only where this policy passes the right on to the account, or names
   * the caller.
   */
  readonly rules?: 'key' | 'role trust';
}

export interface Level {
  readonly kind: 'service control policy' | 'resource control policy' | 'VPC endpoint policy';
  readonly policies: readonly Policy[];
}

export type PolicyKind =
  | Level['kind']
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy'
  | 'resource-based policy'
  | 'role trust policy';

/** The statement that decided. */
export interface Decider {
  readonly kind: PolicyKind;
  readonly policy: string;
  /** From 0. */
  readonly statement: number;
  readonly sid?: string;
  /** The statement's own action pattern that meant this action. */
  readonly pattern: string;
}

export type Decision =
  | { readonly effect: 'allow'; readonly by: readonly Decider[] }
  | { readonly effect: 'explicit deny'; readonly by: Decider; readonly reason: string }
  | { readonly effect: 'implicit deny'; readonly lacking: PolicyKind; readonly reason: string };

/** What the policies of one kind say. */
interface Verdict {
  readonly kind: PolicyKind;
  readonly deny?: Decider;
  readonly allow?: Decider;
  /** Of the resource's policy: the strongest way in which an allowing statement names the caller. */
  readonly mention?: Mention;
}

/**
 * What IAM decides: an explicit deny anywhere wins; then every level has to allow; then, in the caller's own account,
 * the resource's policy alone may allow, or else the identity's policies within boundary and session policy. Between
 * accounts both sides have to.
 */
export function decide(question: Question, policies: Policies): Decision {
  const verdicts = verdictsOf(question, policies);
  const denied = allOf(verdicts).find(({ deny }) => deny !== undefined)?.deny;
  if (denied) return { effect: 'explicit deny', by: denied, reason: explicitReason(question, denied.kind) };
  const allowed = allowing(question, policies, verdicts);
  if (Array.isArray(allowed)) return { effect: 'allow', by: allowed };
  return { effect: 'implicit deny', lacking: allowed, reason: implicitReason(question, allowed) };
}

interface Verdicts {
  readonly levels: readonly Verdict[];
  readonly resource: Verdict;
  readonly identity: Verdict;
  readonly caps: readonly Verdict[];
}

function verdictsOf(question: Question, policies: Policies): Verdicts {
  const { identity = [], boundary, session, resource, levels = [] } = policies;
  const own = verdictOf(question, identity, 'identity-based policy');
  const trusting = resource?.rules === 'role trust' ? 'role trust policy' : 'resource-based policy';
  return {
    levels: levels.map((level) => verdictOf(question, level.policies, level.kind)),
    resource: verdictOf(question, resource ? [resource.policy] : [], trusting),
    identity: question.caller.kind === 'root' ? { ...own, allow: ROOT } : own,
    caps: [
      ...(boundary ? [verdictOf(question, [boundary], 'permissions boundary')] : []),
      ...(session ? [verdictOf(question, session, 'session policy')] : []),
    ],
  };
}

const allOf = ({ levels, resource, identity, caps }: Verdicts) => [...levels, resource, identity, ...caps];

const ROOT: Decider = { kind: 'identity-based policy', policy: 'root user', statement: 0, pattern: '*' };

/** The statements that allow together, where nothing denies; or the kind of policy that does not. */
function allowing(question: Question, { resource }: Policies, verdicts: Verdicts): Decider[] | PolicyKind {
  const { caller, resourceAccount } = question;
  const account = accountOf(caller);
  const named = verdicts.resource.allow;
  const own = verdicts.identity.allow;
  const within = (granted: Decider[], capping: readonly Verdict[]) => {
    const limits = [...verdicts.levels, ...capping];
    const silent = limits.find(({ allow }) => allow === undefined);
    return silent?.kind ?? [...granted, ...limits.flatMap(({ allow }) => allow ?? [])];
  };

  if (account === undefined) return named ? within([named], []) : verdicts.resource.kind;
  if (resourceAccount !== undefined && resourceAccount !== account) {
    if (named === undefined) return verdicts.resource.kind;
    return own ? within([own, named], verdicts.caps) : verdicts.identity.kind;
  }
  if (named && verdicts.resource.mention === 'itself') return within([named], []);
  if (named && verdicts.resource.mention === 'role') return within([named], verdicts.caps);
  if (resource?.rules !== undefined && named === undefined) return verdicts.resource.kind;
  return own ? within([own], verdicts.caps) : verdicts.identity.kind;
}

const STRENGTH: Readonly<Record<Mention, number>> = { itself: 3, role: 2, account: 1 };

function verdictOf(question: Question, policies: readonly Policy[], kind: PolicyKind): Verdict {
  const { caller, action, resource, context } = question;
  let allow: Decider | undefined;
  let mention: Mention | undefined;
  for (const policy of policies) {
    for (const { statement, pattern } of policy.forAction(action)) {
      const { effect, index, sid } = statement;
      const named = statement.principal ? statement.principal(caller) : 'itself';
      const isStronger = named && (mention === undefined || STRENGTH[named] > STRENGTH[mention]);
      if (named === undefined || (effect === 'Allow' && !isStronger)) continue;
      if (!statement.resource(resource, context) || !statement.condition(context)) continue;
      const decider = {
        kind,
        policy: policy.name,
        statement: index,
        ...(sid === undefined ? {} : { sid }),
        pattern,
      };
      if (effect === 'Deny') return { kind, deny: decider };
      allow = decider;
      mention = named;
    }
  }
  return { kind, allow, mention };
}

/** As AWS says it, up to the point where the kind of policy comes in. */
function refusal({ caller, action, resource }: Question): string {
  const where = resource === '*' ? '' : ` on resource: "${resource}"`;
  return `User: ${nameOf(caller)} is not authorized to perform: ${action}${where}`;
}

const implicitReason = (question: Question, kind: PolicyKind) =>
  `${refusal(question)} because no ${kind} allows the ${question.action} action`;

function explicitReason(question: Question, kind: PolicyKind): string {
  const article = kind === 'role trust policy' ? 'the' : kind.startsWith('identity') ? 'an' : 'a';
  return `${refusal(question)} with an explicit deny in ${article} ${kind}`;
}
