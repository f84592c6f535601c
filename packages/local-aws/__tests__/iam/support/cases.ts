import type { Caller } from '../../../iam/policy/caller';
import { type ContextValue, contextOf } from '../../../iam/policy/context';
import { type Decision, decide, type Level, type ResourcePolicy } from '../../../iam/policy/decide';
import { compilePolicy, type Policy } from '../../../iam/policy/policy';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';

export const USER_ARN = `arn:aws:iam::${ACCOUNT}:user/ana`;
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/reader`;
export const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/monday`;

export const USER: Caller = { kind: 'user', account: ACCOUNT, arn: USER_ARN };
export const SESSION: Caller = { kind: 'session', account: ACCOUNT, arn: SESSION_ARN, of: ROLE_ARN };
export const ROOT: Caller = { kind: 'root', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };

export type StatementJson = Readonly<Record<string, unknown>>;

/** A request for which a page of AWS's documentation says what comes of it. */
export interface Case {
  /** A sentence. */
  readonly it: string;
  readonly caller?: Caller;
  /** @default - s3:GetObject */
  readonly action?: string;
  /** @default - arn:aws:s3:::photos/cat.jpg */
  readonly resource?: string;
  readonly resourceAccount?: string;
  readonly context?: Readonly<Record<string, ContextValue>>;
  readonly identity?: readonly StatementJson[];
  readonly boundary?: readonly StatementJson[];
  readonly session?: readonly StatementJson[];
  readonly resourcePolicy?: readonly StatementJson[];
  readonly rules?: ResourcePolicy['rules'];
  readonly levels?: readonly { kind: Level['kind']; statements: readonly StatementJson[] }[];
  /** @default - 2012-10-17 */
  readonly version?: string;
  readonly is: Decision['effect'];
  /** The end of the sentence that says why. */
  readonly because?: string;
}

export const allow = (action: unknown = 's3:GetObject', more: StatementJson = {}): StatementJson => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});

export const deny = (action: unknown = 's3:GetObject', more: StatementJson = {}): StatementJson => ({
  ...allow(action, more),
  Effect: 'Deny',
});

export function policyOf(statements: readonly StatementJson[], name: string, version = '2012-10-17'): Policy {
  return compilePolicy(JSON.stringify({ Version: version, Statement: statements }), name);
}

export function decided(asked: Case): Decision {
  const { caller = USER, identity, boundary, session, resourcePolicy, levels, version, rules } = asked;
  return decide(
    {
      caller,
      action: asked.action ?? 's3:GetObject',
      resource: asked.resource ?? 'arn:aws:s3:::photos/cat.jpg',
      resourceAccount: asked.resourceAccount,
      context: contextOf(asked.context ?? {}),
    },
    {
      identity: identity && [policyOf(identity, 'identity', version)],
      boundary: boundary && policyOf(boundary, 'boundary', version),
      session: session && [policyOf(session, 'session', version)],
      resource: resourcePolicy && { policy: policyOf(resourcePolicy, 'resource', version), rules },
      levels: levels?.map(({ kind, statements }) => ({ kind, policies: [policyOf(statements, kind)] })),
    },
  );
}

const USER_GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';

/** Tests what pages of AWS's documentation say: by their addresses, or their names in the IAM user guide. */
export function documented(pages: Readonly<Record<string, readonly Case[]>>): void {
  const addressed = Object.entries(pages).map(
    ([page, cases]) => [page.startsWith('https:') ? page : `${USER_GUIDE}${page}`, cases] as const,
  );
  describe.each(addressed)('%s', (_, cases) => {
    it.each(cases.map((one) => [one.it, one] as const))('%s', (_sentence, one) => {
      const decision = decided(one);
      expect(decision.effect).toBe(one.is);
      if (one.because !== undefined) {
        expect('reason' in decision ? decision.reason : 'allowed').toContain(one.because);
      }
    });
  });
}
