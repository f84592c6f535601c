import type { Step } from './walk';

/** Two lines: what a walk came to. */
export function inWords(steps: readonly Step[]): string {
  const failed = steps.filter(({ problems }) => problems.length > 0);
  const kinds = new Set(steps.map(({ edit }) => edit.split(':')[0]));
  const seconds = steps.map((step) => step.seconds).sort((a, b) => a - b);
  const sum = (of: (step: Step) => number) => steps.reduce((total, step) => total + of(step), 0);
  const asked = sum(({ seen }) => seen.site.of + seen.media.of);
  const unanswered = sum(({ seen }) => seen.site.failed + seen.media.failed);
  return [
    `${steps.length} edits of ${kinds.size} kinds, ${seconds.at(seconds.length / 2) ?? 0} s each (median), ${seconds.at(-1) ?? 0} s at most; ${unanswered} of ${asked} requests failed.`,
    failed.length === 0
      ? 'Every edit was as its page says, and the document is as it was.'
      : `Not as their pages say: ${failed.map(({ number, edit }) => `${number} (${edit})`).join(', ')}.`,
  ].join('\n');
}
