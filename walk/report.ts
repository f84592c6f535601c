import { comparisonInWords } from './comparison';
import type { Step } from './walk';

/** Two lines: what a walk came to. */
export function inWords(steps: readonly Step[]): string {
  const failed = steps.filter(({ problems }) => problems.length > 0).flatMap(({ edits }) => edits);
  const edits = steps.flatMap((step) => step.edits);
  const kinds = new Set(edits.map((edit) => edit.split(':')[0]));
  const seconds = steps.map((step) => step.seconds).sort((a, b) => a - b);
  const sum = (of: (step: Step) => number) => steps.reduce((total, step) => total + of(step), 0);
  const asked = sum(({ seen }) => seen.site.of + seen.media.of);
  const unanswered = sum(({ seen }) => seen.site.failed + seen.media.failed);
  const median = seconds[Math.floor(seconds.length / 2)] ?? 0;
  const comparisons = steps.flatMap(({ comparison }) => comparison ?? []);
  return [
    `${edits.length} edits of ${kinds.size} kinds in ${steps.length} steps: ${median} s (median), ${seconds.at(-1) ?? 0} s at most; ${unanswered} of ${asked} requests failed.`,
    ...(comparisons.length === 0 ? [] : [comparisonInWords(comparisons)]),
    failed.length === 0
      ? 'Every edit was as its page says, and the document is as it was.'
      : `Not as their pages say: ${failed.join(', ')}.`,
  ].join('\n');
}
