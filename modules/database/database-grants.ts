import type { PolicyStatement } from '../iam/policy';

/** A user of every database of an account that takes tokens of IAM in place of passwords. */
export interface DatabaseLogin {
  readonly accountId: string;
  readonly username: string;
}

/** What a role needs to log in: to any region's member, as any may come to write. */
export function databaseClientStatements({ accountId, username }: DatabaseLogin): PolicyStatement[] {
  return [{ actions: ['rds-db:connect'], resources: [`arn:aws:rds-db:*:${accountId}:dbuser:*/${username}`] }];
}
