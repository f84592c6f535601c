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
  /** Names of what else the stack owns; `*` stands for anything. */
  readonly resourceNames: readonly string[];
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
   * secrets and those of the accelerator's clients, which distributions and load balancers are configured with.
   */
  readonly read?: Statements;
  /**
   * What applying changes. Names, path and regions of the stack limit it where AWS can, and so does the tag `stack`, which
   * need not be written here: nothing that bears another stack's is changed.
   */
  readonly write?: Statements;
  /** What applying changes of another stack's: it joins what that owns. */
  readonly join?: Statements;
  /** The most that roles made by the stack may do: their boundary. */
  readonly use?: (scope: RoleScope) => PolicyStatement[];
}

/** What the boundary of a stack's roles is limited to. */
export type RoleScope = Pick<
  PermissionScope,
  'accountId' | 'deployment' | 'resourceNames' | 'stackId' | 'stateBucketArn'
>;

/** For a kind of stack that looks at what others own. */
export const readOnly = ({ read }: Permission): Permission => ({ types: [], read });

/** ARNs of one type whose names are the stack's. */
export const named =
  (service: string, type: string) =>
  ({ accountId, ...scope }: RoleScope): string[] =>
    namesOf(scope).map((name) => `arn:aws:${service}:*:${accountId}:${type}${name}`);

/** Never none: a statement that names no resource is none. */
export function namesOf({
  resourceNames,
  stackId,
}: Pick<RoleScope, 'resourceNames' | 'stackId'>): readonly string[] {
  if (resourceNames.length > 0) return resourceNames;
  throw new Error(`"${stackId}": expected resourceNames, which its permissions are limited to`);
}

/** Only in the regions that the stack has resources in, and where these keys are equal, too. */
export const inRegions = (
  { awsRegions }: PermissionScope,
  also: Readonly<Record<string, string | string[]>> = {},
): PolicyStatement['conditions'] => ({
  StringEquals: { 'aws:RequestedRegion': [...awsRegions], ...also },
});

/** AWS knows no finer resource for these, or none whose name is known before it exists. */
export const anything = ['*'];
