import type { Bearer, PolicySource } from '../../../iam/identity/policy-source';
import type { StatementJson } from './cases';

export const document = (...statements: readonly StatementJson[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** A role's session, as a source of policies knows it. */
export function sessionOf(
  role: string,
  statements: readonly StatementJson[],
  more: Partial<Bearer> = {},
): Bearer {
  return {
    caller: {
      kind: 'session',
      account: '123456789012',
      arn: `arn:aws:sts::123456789012:assumed-role/${role}/s`,
      of: `arn:aws:iam::123456789012:role/${role}`,
    },
    identity: [{ name: 'own', document: document(...statements) }],
    tags: {},
    userId: 'AROA1:s',
    ...more,
  };
}

export interface Known {
  readonly bearers?: Readonly<Record<string, Bearer>>;
  readonly policies?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A source that says what it is given, and counts the tags that it is asked for. */
export class KnownPolicies implements PolicySource {
  readonly tagsAsked: string[] = [];
  readonly changes: string[] = [];

  constructor(private readonly known: Known) {}

  async bearerOf(accessKey: string) {
    return this.known.bearers?.[accessKey];
  }

  async policyOf(arn: string) {
    return this.known.policies?.[arn];
  }

  async tagsOf(arn: string) {
    this.tagsAsked.push(arn);
    return this.known.tags?.[arn] ?? {};
  }

  async arnOf() {
    return undefined;
  }

  changing(service: string) {
    this.changes.push(`${service} begins`);
    return () => void this.changes.push(`${service} ends`);
  }
}
