import type { ResourceReview, Review, StackReview } from '../analysis/review';

export type Severity =
  /** Must not be applied, unless somebody answers for it in the allow file. */
  | 'refuse'
  /** May be merged; this plan is not applied, but the one that is made once others are. */
  | 'hold'
  /** Worth a look. */
  | 'warn';

/** What a gate finds, in a sentence. */
export interface Finding {
  readonly stack: string;
  /** Resource or output, such as `aws_vpc.main` or `output.vpc_id`. */
  readonly address?: string;
  readonly sentence: string;
  /** @default - the gate's */
  readonly severity?: Severity;
}

/** One question to a review. */
export interface Gate {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Whether nobody can answer for it: what it refuses is mended, and not allowed. @default false */
  readonly isFinal?: boolean;
  readonly check: (review: Review) => readonly Finding[];
}

/** One finding for each resource that has a sentence. */
export function findingsOf(
  { stacks }: Review,
  find: (resource: ResourceReview, stack: StackReview) => Omit<Finding, 'stack'> | undefined,
): Finding[] {
  return stacks.flatMap((stack) =>
    stack.resources.flatMap((resource) => {
      const found = find(resource, stack);
      return found === undefined ? [] : [{ stack: stack.id, address: resource.address, ...found }];
    }),
  );
}

/** Whoever says that a deployment may go, by its `deletionProtection`, is told and not stopped. */
export const severityIn = ({ isProtected }: StackReview): Severity => (isProtected ? 'refuse' : 'warn');

/** What a stack that has nothing yet opens is read as a whole: nobody had less before. */
export const severityOfNew = ({ isNew }: StackReview): Severity => (isNew ? 'warn' : 'refuse');
