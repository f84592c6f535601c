import type { TestWorld } from '../support/world';

/** One documented behaviour of CloudFront. */
export interface Case {
  readonly id: string;
  readonly behaviour: string;
  /** Page of AWS's CloudFront developer guide. */
  readonly source: string;
  readonly holds: (world: TestWorld) => Promise<void>;
}

export const GUIDE = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/';

/** Cases of one page. */
export function from(
  page: string,
  ...cases: readonly (readonly [id: string, behaviour: string, holds: Case['holds']])[]
): Case[] {
  return cases.map(([id, behaviour, holds]) => ({ id, behaviour, holds, source: `${GUIDE}${page}` }));
}
