import type { PolicySource } from '../identity/policy-source';
import { type Caller, nameOf } from '../policy/caller';
import { type Decision, decide, type Policies } from '../policy/decide';
import type { Policy } from '../policy/policy';
import { PolicyCache } from '../policy/policy-cache';
import { type Asked, type AskedOf, askedOf } from '../request/asked';
import type { Keys } from '../request/condition-keys';
import { operationOf, type SignedRequest } from '../request/operation';
import { textOf } from '../request/parameters';
import { accessKeyOf, webIdentity } from './callers';
import { callerKeys, timeKeys, withResource } from './context';
import { Ledger, type RoleReport } from './ledger';
import { resourcePolicyArn, rulesOf } from './resource-policies';

/** `observe` records what `enforce` would refuse. */
export const MODES = ['off', 'observe', 'enforce'] as const;
export type Mode = (typeof MODES)[number];

export interface Refusal {
  readonly code: 'AccessDenied' | 'ExpiredToken' | 'InvalidClientTokenId';
  readonly message: string;
}

export interface AccessControlProps {
  readonly account: string;
  readonly source: PolicySource;
  /** Access keys of whoever may do everything and is not judged: the account's administrator, and parts of AWS. */
  readonly administrators: ReadonlySet<string>;
  /** @default - off */
  readonly mode?: Mode;
  /** @default - the machine's */
  readonly now?: () => number;
}

export interface AccessReport {
  readonly mode: Mode;
  readonly identities: readonly RoleReport[];
  /** Requests of which no operation is known, as `service method path`. */
  readonly unknown: readonly string[];
}

/** Who asks, as far as a decision needs it. */
interface Asking {
  readonly caller: Caller;
  /** Of whom the ledger keeps account. */
  readonly identity: string;
  readonly keys: Keys;
  readonly policies: Omit<Policies, 'resource'>;
}

/** Actions that every identity may do. */
const FREE = new Set(['sts:GetCallerIdentity', 'sts:GetSessionToken']);

/** Names of operations that change nothing. */
const READING = /^(Get|List|Describe|Head|Lookup|Search|Select|Simulate|BatchGet|Query$|Scan$|Decode)/;

/** IAM in front of the local AWS: judges every request of a user or a role's session. */
export class AccessControl {
  private current: Mode;
  private readonly compiled = new PolicyCache();
  private readonly ledger = new Ledger(this.compiled);
  private readonly unknown = new Set<string>();

  constructor(private readonly props: AccessControlProps) {
    this.current = props.mode ?? 'off';
  }

  get mode(): Mode {
    return this.current;
  }

  /** A new mode begins with an empty account of what was asked. */
  set mode(mode: Mode) {
    this.current = mode;
    this.ledger.forget();
    this.unknown.clear();
    this.props.source.changing('')();
  }

  report(): AccessReport {
    return { mode: this.mode, identities: this.ledger.report(), unknown: [...this.unknown] };
  }

  /** Whether a request has to be read whole to be judged: objects on their way to S3 do not say what they need. */
  reads({ service, method, query }: Pick<SignedRequest, 'service' | 'method' | 'query'>): boolean {
    if (this.mode === 'off') return false;
    return service !== 's3' || (method === 'POST' && query.has('delete'));
  }

  /** Why a request is refused, if it is. `answered` is called with what to do once it has been answered. */
  async refusal(sent: SignedRequest, answered: (then: () => void) => void): Promise<Refusal | undefined> {
    if (this.mode === 'off') return undefined;
    const isWebIdentity = sent.service === '' && sent.action === 'AssumeRoleWithWebIdentity';
    const request = isWebIdentity ? { ...sent, service: 'sts' } : sent;
    const refused = await this.judgement(request, isWebIdentity);
    const operation = operationOf(request);
    const changes = operation ? !READING.test(operation.name) : !['GET', 'HEAD'].includes(request.method);
    if (refused === undefined && changes) answered(this.props.source.changing(operation?.prefix ?? ''));
    return refused;
  }

  private async judgement(request: SignedRequest, isWebIdentity: boolean): Promise<Refusal | undefined> {
    const { account, source, administrators } = this.props;
    const { region, service, method, path, action = path } = request;
    const key = accessKeyOf(request);
    // Requests without a signature are as anonymous as S3's public objects, and nobody's to judge here.
    if (key === undefined ? !isWebIdentity : administrators.has(key)) return undefined;
    const asked = await askedOf(request, { region, account, names: source });
    if (asked === undefined) {
      this.unknown.add(`${service} ${method} ${action}`);
      return this.enforced({
        code: 'AccessDenied',
        message: `${service}: no action is known of this request`,
      });
    }
    const asking = key === undefined ? this.byToken(asked) : await this.byKey(key);
    return 'code' in asking
      ? this.recorded(key ?? '', { action, resource: '*' }, asking)
      : this.judge(asking, asked, region);
  }

  private async judge(asking: Asking, { asked }: AskedOf, region: string): Promise<Refusal | undefined> {
    for (const one of asked) {
      for (const resource of one.resources) {
        const decision = FREE.has(one.action) ? FREELY : await this.decide(asking, one, resource, region);
        if (decision.effect === 'allow') {
          this.ledger.allowed(asking.identity, decision.by);
          continue;
        }
        const denial = { action: one.action, resource };
        const refused = this.recorded(asking.identity, denial, {
          code: 'AccessDenied',
          message: decision.reason,
        });
        if (refused) return refused;
      }
    }
    return undefined;
  }

  private async decide(asking: Asking, asked: Asked, resource: string, region: string): Promise<Decision> {
    const { account, source } = this.props;
    const attachedTo = resourcePolicyArn(asked.action, resource);
    const document = attachedTo && (await source.policyOf(attachedTo));
    const attached = document ? this.compiled.compile(document, attachedTo) : undefined;
    const policies: Policies = {
      ...asking.policies,
      ...(attached ? { resource: { policy: attached, rules: rulesOf(asked.action) } } : {}),
    };
    const context = await withResource(
      { ...asking.keys, ...asked.keys },
      {
        arn: resource,
        account,
        region,
        prefix: asked.action.split(':')[0] ?? '',
        policies: allOf(policies),
        source,
      },
    );
    return decide({ caller: asking.caller, action: asked.action, resource, context }, policies);
  }

  private async byKey(key: string): Promise<Asking | Refusal> {
    const bearer = await this.props.source.bearerOf(key);
    const now = (this.props.now ?? Date.now)();
    if (bearer === undefined) {
      return {
        code: 'InvalidClientTokenId',
        message: 'The security token included in the request is invalid.',
      };
    }
    if (bearer.expires !== undefined && bearer.expires * 1000 <= now) {
      return { code: 'ExpiredToken', message: 'The security token included in the request is expired' };
    }
    const { caller, identity, boundary, session } = bearer;
    const compile = ({ name, document }: { name: string; document: string }) =>
      this.compiled.compile(document, name);
    const name = caller.kind === 'session' ? caller.of : caller.arn;
    this.ledger.seen(name, bearer);
    return {
      caller,
      identity: name,
      keys: callerKeys(bearer, now),
      policies: {
        identity: identity.map(compile),
        ...(boundary ? { boundary: compile(boundary) } : {}),
        ...(session ? { session: session.map(compile) } : {}),
      },
    };
  }

  private byToken({ parameters }: AskedOf): Asking {
    const { account, now = Date.now } = this.props;
    const { caller, keys } = webIdentity(textOf(parameters, 'WebIdentityToken') ?? '', account);
    return { caller, identity: nameOf(caller), keys: { ...timeKeys(now()), ...keys }, policies: {} };
  }

  private recorded(
    identity: string,
    denial: { action: string; resource: string },
    refusal: Refusal,
  ): Refusal | undefined {
    this.ledger.denied(identity, { ...denial, reason: refusal.message });
    return this.enforced(refusal);
  }

  private enforced(refusal: Refusal): Refusal | undefined {
    return this.mode === 'enforce' ? refusal : undefined;
  }
}

const FREELY: Decision = { effect: 'allow', by: [] };

const allOf = ({ identity = [], boundary, session = [], resource }: Policies): Policy[] => [
  ...identity,
  ...(boundary ? [boundary] : []),
  ...session,
  ...(resource ? [resource.policy] : []),
];
