import type { Bearer, NamedDocument } from '../identity/policy-source';
import type { Decider } from '../policy/decide';
import type { PolicyCache } from '../policy/policy-cache';

export interface Denial {
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
  times: number;
}

/** A statement's action pattern that granted what was asked, or might have. */
export interface GrantedAction {
  readonly policy: string;
  /** From 0. */
  readonly statement: number;
  readonly sid?: string;
  readonly pattern: string;
}

export interface RoleReport {
  /** ARN of the role or user. */
  readonly identity: string;
  /** Permissions that were asked for. */
  readonly checked: number;
  readonly denied: readonly Denial[];
  readonly used: readonly GrantedAction[];
  /** Granted by the identity's policies, as they were last seen, and not asked for. */
  readonly unused: readonly GrantedAction[];
}

interface Account {
  checked: number;
  readonly denied: Map<string, Denial>;
  readonly used: Set<string>;
  policies: readonly NamedDocument[];
}

const keyOf = ({ policy, statement, pattern }: GrantedAction) => `${policy}\n${statement}\n${pattern}`;

/** What was asked, by whom, what was denied, and which of the granted actions it took. */
export class Ledger {
  private readonly accounts = new Map<string, Account>();

  constructor(private readonly policies: PolicyCache) {}

  /** Somebody who asks, with the policies of now. */
  seen(identity: string, bearer: Bearer): void {
    this.account(identity).policies = bearer.identity;
  }

  allowed(identity: string, by: readonly Decider[]): void {
    const account = this.account(identity);
    account.checked++;
    for (const decider of by) {
      if (decider.kind === 'identity-based policy') account.used.add(keyOf(decider));
    }
  }

  denied(identity: string, denial: Omit<Denial, 'times'>): void {
    const account = this.account(identity);
    account.checked++;
    const key = `${denial.action}\n${denial.resource}\n${denial.reason}`;
    const known = account.denied.get(key);
    if (known) known.times++;
    else account.denied.set(key, { ...denial, times: 1 });
  }

  report(): readonly RoleReport[] {
    return [...this.accounts].map(([identity, { checked, denied, used, policies }]) => {
      const granted = policies.flatMap(({ name, document }) => this.granted(name, document));
      return {
        identity,
        checked,
        denied: [...denied.values()],
        used: granted.filter((one) => used.has(keyOf(one))),
        unused: granted.filter((one) => !used.has(keyOf(one))),
      };
    });
  }

  forget(): void {
    this.accounts.clear();
  }

  private granted(policy: string, document: string): GrantedAction[] {
    return this.policies.compile(document, policy).statements.flatMap(({ effect, index, sid, actions }) =>
      effect === 'Deny'
        ? []
        : actions.map((pattern) => ({
            policy,
            statement: index,
            ...(sid === undefined ? {} : { sid }),
            pattern,
          })),
    );
  }

  private account(identity: string): Account {
    const found = this.accounts.get(identity) ?? {
      checked: 0,
      denied: new Map<string, Denial>(),
      used: new Set<string>(),
      policies: [],
    };
    this.accounts.set(identity, found);
    return found;
  }
}
