import { countsOf } from './counts';
import { unappliedInWords } from './planned-stack';
import type { ReviewedStack } from './review';

/** One line about a stack, and what hinders it. */
export function linesOf(reviewed: ReviewedStack): string[] {
  const { stack, reason, plan, problem } = reviewed;
  return [
    `${stack.id} (${reason}): ${plan === undefined ? 'cannot be planned' : `${inWords(plan)}; ${howPlanned(reviewed)}`}`,
    ...(problem === undefined ? [] : problem.split('\n').map((line) => `  ${line}`)),
  ];
}

const inWords = (plan: NonNullable<ReviewedStack['plan']>) =>
  Object.entries(countsOf(plan))
    .flatMap(([what, count]) => (count > 0 ? [`${count} to ${what}`] : []))
    .join(', ') || 'nothing to change';

function howPlanned({ inputs, isNew }: ReviewedStack): string {
  const unapplied = unappliedInWords(inputs);
  if (unapplied.length > 0) return `tainted: planned with ${unapplied.join(', ')}`;
  return isNew === true ? 'nothing of it is there yet' : 'planned on live values';
}
