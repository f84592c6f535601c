import type { Bearer, PolicySource } from '../identity/policy-source';
import { type Context, contextOf } from '../policy/context';
import type { Policy } from '../policy/policy';
import type { Keys } from '../request/condition-keys';
import { isJudgedByTags } from '../request/resources';

/** The condition keys that follow from who asks, and when. */
export function callerKeys({ caller, userId, userName, tags }: Bearer, now: number): Keys {
  return {
    ...timeKeys(now),
    // Of a session, its role: the ARN of a policy's `Principal` is another thing.
    'aws:PrincipalArn': caller.kind === 'session' ? caller.of : caller.arn,
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalType': caller.kind === 'session' ? 'AssumedRole' : 'User',
    'aws:userid': userId,
    ...(userName === undefined ? {} : { 'aws:username': userName }),
    ...(caller.kind === 'session' ? { 'aws:MultiFactorAuthPresent': 'false' } : {}),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    'kms:CallerAccount': caller.account,
  };
}

export const timeKeys = (now: number): Keys => ({
  'aws:CurrentTime': new Date(now).toISOString(),
  'aws:EpochTime': String(Math.floor(now / 1000)),
  'aws:SourceIp': '127.0.0.1',
  'aws:PrincipalIsAWSService': 'false',
  'aws:ViaAWSService': 'false',
});

export interface ResourceProps {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Of the action: `ec2`. */
  readonly prefix: string;
  /** Whatever will be asked. */
  readonly policies: readonly Policy[];
  readonly source: PolicySource;
}

/** With what follows from the resource: its tags are looked up only where a policy asks for them. */
export async function withResource(keys: Keys, props: ResourceProps): Promise<Context> {
  const { arn, account, region, prefix, policies, source } = props;
  const context = new Map(
    contextOf({
      ...keys,
      'aws:ResourceAccount': account,
      ...(prefix === 's3' ? { 's3:ResourceAccount': account } : {}),
    }),
  );
  const asksForTags = policies.some((policy) =>
    [...policy.keys].some((key) => key.includes(':resourcetag/')),
  );
  if (!asksForTags || arn.includes('*') || !(await isJudgedByTags(prefix, arn))) return context;
  for (const [key, value] of Object.entries(await source.tagsOf(arn, region))) {
    context.set(`aws:resourcetag/${key.toLowerCase()}`, value);
    context.set(`${prefix}:resourcetag/${key.toLowerCase()}`, value);
  }
  return context;
}
