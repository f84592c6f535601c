import type { Caller } from './caller';
import { listed } from './conditions';
import { MalformedPolicy } from './malformed-policy';

/**
 * How a resource's policy names the caller. `itself`: the user, the session, the service, or everybody; what it grants
 * so needs nobody's consent. `role`: what the session comes from, whose boundary and session policy bind. `account`:
 * the account, which may pass on to its identities what it was given.
 */
export type Mention = 'itself' | 'role' | 'account';

const KINDS = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

type Principals = Readonly<Record<(typeof KINDS)[number], ReadonlySet<string>>>;

/** A `Principal` element: `"*"`, or kinds of principals with their names. */
function read(element: unknown): Principals {
  const given: Readonly<Record<string, unknown>> =
    element === '*' ? { AWS: '*' } : typeof element === 'object' && element !== null ? { ...element } : {};
  const foreign = Object.keys(given).find((kind) => !KINDS.some((known) => known === kind));
  if (foreign !== undefined || Object.keys(given).length === 0) {
    throw new MalformedPolicy(
      `expected "*" or ${KINDS.join(', ')} as principal, got ${foreign ?? String(element)}`,
    );
  }
  const names = (kind: string) => new Set(kind in given ? listed(given[kind]) : []);
  return {
    AWS: names('AWS'),
    Service: names('Service'),
    Federated: names('Federated'),
    CanonicalUser: names('CanonicalUser'),
  };
}

const namesAccount = ({ AWS }: Principals, account: string) =>
  AWS.has(account) || AWS.has(`arn:aws:iam::${account}:root`);

/** A `Principal` element: how it names a caller, if it does. */
export function principalTest(element: unknown): (caller: Caller) => Mention | undefined {
  const principals = read(element);
  return (caller) => {
    if (principals.AWS.has('*')) return 'itself';
    switch (caller.kind) {
      case 'anonymous':
        return undefined;
      case 'service':
        return principals.Service.has(caller.name) ? 'itself' : undefined;
      case 'web identity':
        return principals.Federated.has(caller.provider) ? 'itself' : undefined;
      case 'root':
        return namesAccount(principals, caller.account) ? 'itself' : undefined;
      default: {
        if (principals.AWS.has(caller.arn)) return 'itself';
        if (caller.kind === 'session' && principals.AWS.has(caller.of)) return 'role';
        return namesAccount(principals, caller.account) ? 'account' : undefined;
      }
    }
  };
}

/**
 * A `NotPrincipal` element: whether it spares a caller. A user or session is spared with its account, and a session
 * with its role, only: AWS looks at the account first, then at the role, then at the session.
 */
export function notPrincipalTest(element: unknown): (caller: Caller) => boolean {
  const principals = read(element);
  const named = principalTest(element);
  return (caller) => {
    if (named(caller) !== 'itself') return false;
    if (principals.AWS.has('*') || (caller.kind !== 'user' && caller.kind !== 'session')) return true;
    const sparesRole = caller.kind === 'user' || principals.AWS.has(caller.of);
    return sparesRole && namesAccount(principals, caller.account);
  };
}
