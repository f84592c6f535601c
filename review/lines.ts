import type { Review } from './analysis/review';
import { countsOf } from './counts';
import { unappliedInWords } from './planned-stack';
import type { ReviewedStack } from './review';

/** What a plan comes to, or that there is none: why not may hold what Terraform says of secrets, and is told once it is masked. */
export function lineOf(reviewed: ReviewedStack): string {
  const { stack, reason, plan } = reviewed;
  const said = plan === undefined ? 'cannot be planned' : `${inWords(plan)}; ${howPlanned(reviewed)}`;
  return `${stack.id} (${reason}): ${said}`;
}

/** Why stacks could not be planned. */
export const problemLines = ({ stacks }: Pick<Review, 'stacks'>): string[] =>
  stacks.flatMap(({ id, problem }) =>
    problem === undefined ? [] : [`${id}:`, ...problem.split('\n').map((line) => `  ${line}`)],
  );

const inWords = (plan: NonNullable<ReviewedStack['plan']>) =>
  Object.entries(countsOf(plan))
    .flatMap(([what, count]) => (count > 0 ? [`${count} to ${what}`] : []))
    .join(', ') || 'nothing to change';

function howPlanned({ inputs, isNew }: ReviewedStack): string {
  const unapplied = unappliedInWords(inputs);
  if (unapplied.length > 0) return `tainted: planned with ${unapplied.join(', ')}`;
  return isNew === true ? 'nothing of it is there yet' : 'planned on live values';
}
