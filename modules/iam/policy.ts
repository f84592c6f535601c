import { Fn } from 'cdktf';

/** One statement of an IAM, key, bucket, queue or topic policy. */
export interface PolicyStatement {
  readonly sid?: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Who; only in policies of resources. `*` is meant for `Deny` statements. */
  readonly principals?: Readonly<Record<string, string | readonly string[]>> | '*';
  readonly actions: readonly string[];
  /** Empty in trust policies, which have none. */
  readonly resources: readonly string[];
  /** Operator → key → value, such as `{ Bool: { 'aws:SecureTransport': 'false' } }`. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Statements under names, one for each of them, by which a reader of the policy finds them; a policy has each name once. */
export function named(statements: readonly PolicyStatement[], ...sids: readonly string[]): PolicyStatement[] {
  if (statements.length !== sids.length) {
    throw new Error(
      `policy: expected a name for each of ${statements.length} statements, got ${sids.join(', ')}`,
    );
  }
  return statements.map((statement, index) => ({ ...statement, sid: sids[index] }));
}

/** The JSON of a policy, as a Terraform expression, so that values known only after apply may stand in it. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return Fn.jsonencode({
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect = 'Allow', principals, actions, resources, conditions }) => ({
      ...(sid === undefined ? {} : { Sid: sid }),
      Effect: effect,
      ...(principals === undefined ? {} : { Principal: principals }),
      Action: actions,
      ...(resources.length === 0 ? {} : { Resource: resources }),
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  });
}
