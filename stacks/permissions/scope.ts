import type { PolicyStatement } from '../../modules/iam/policy';

/** Layers of the platform, each with permissions of its own. */
export type PermissionLayer = 'state' | 'global' | 'region' | 'backfill';

/** What one stack's permissions are limited to. */
export interface PermissionScope {
  readonly layer: PermissionLayer;
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
