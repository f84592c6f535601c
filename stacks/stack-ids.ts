import type { Document } from '../config/schema';

/** Stack id = state key = folder in `cdktf.out/stacks` = CI job = tag: the one place that makes the string. */
export const stackIds = {
  state: ({ deployment }: Document) => `${deployment}-state`,
  global: ({ deployment }: Document) => `${deployment}-global`,
  region: ({ deployment }: Document, region: string) => `${deployment}-region-${region}`,
  backfill: ({ deployment }: Document) => `${deployment}-backfill`,
};

/** Object key of a stack's state in the state bucket. */
export const stateKey = (stackId: string) => `${stackId}.tfstate`;
