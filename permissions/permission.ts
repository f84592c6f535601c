import type { PolicyStatement } from '../modules/iam/policy';

/** What one stack's permissions are limited to. */
export interface PermissionScope {
  readonly stackId: string;
  readonly deployment: string;
  readonly accountId: string;
  /** AWS regions that the stack has resources in. */
  readonly awsRegions: readonly string[];
  /** Names of the public and private zones whose records the stack owns; `*` stands for anything. */
  readonly recordNames: readonly string[];
  readonly stateBucketArn: string;
  readonly roleBoundaryArn: string;
  /** False also allows to empty buckets, which deleting them needs. */
  readonly deletionProtection: boolean;
}

export type Statements = (scope: PermissionScope) => PolicyStatement[];

/** What CI may do with one AWS service, or with services that are of no use without each other. */
export interface Permission {
  /** Resource types that it is enough for. */
  readonly types: readonly string[];
  /**
   * What planning reads: configuration, never data. No object, message, log event or secret value, but for the origin
   * secrets, which distributions and load balancers are configured with.
   */
  readonly read?: Statements;
  /** What applying changes. Names of the deployment, the stack's own path, tag and regions limit it where AWS can. */
  readonly write?: Statements;
}

/** For a kind of stack that looks at what others own. */
export const readOnly = ({ read }: Permission): Permission => ({ types: [], read });

/** ARNs of one type whose names begin with the deployment's. */
export const named =
  (service: string, type: string) =>
  ({ accountId, deployment }: PermissionScope) =>
    `arn:aws:${service}:*:${accountId}:${type}${deployment}-*`;

/** Only in the regions that the stack has resources in. */
export const inRegions = ({ awsRegions }: PermissionScope): PolicyStatement['conditions'] => ({
  StringEquals: { 'aws:RequestedRegion': [...awsRegions] },
});

/** AWS knows no finer resource for these, or none whose name is known before it exists. */
export const anything = ['*'];
