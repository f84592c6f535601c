import { countsOf } from './counts';
import { unappliedInWords } from './planned-stack';
import type { ReviewedStack } from './review';

/** One line about a stack, and what hinders it. */
export function linesOf(reviewed: ReviewedStack): string[] {
  const { stack, reason, plan, problem } = reviewed;
  const counted = plan === undefined ? [] : Object.entries(countsOf(plan)).filter(([, count]) => count > 0);
  const does =
    plan === undefined
      ? 'cannot be planned'
      : counted.map(([what, count]) => `${count} to ${what}`).join(', ') || 'nothing to change';
  return [
    `${stack.id} (${reason}): ${does}; ${howPlanned(reviewed)}`,
    ...(problem === undefined ? [] : problem.split('\n').map((line) => `  ${line}`)),
  ];
}

function howPlanned({ inputs, kept }: ReviewedStack): string {
  const unapplied = unappliedInWords(inputs);
  if (unapplied.length > 0) return `tainted: planned with ${unapplied.join(', ')}`;
  return kept === undefined ? 'planned on live values' : `planned on live values, kept in ${kept.file}`;
}
