import type { StackResult } from './deploy';
import { table } from './display/table';

export function resultTable(results: readonly StackResult[]): string {
  return table(
    ['stack', 'declared', 'added', 'changed', 'destroyed', 'seconds', 'outcome'],
    results.map(({ stack, changes, seconds, outcome, appliedAt }) => [
      stack.id,
      stack.resourceCount,
      changes.add,
      changes.change,
      changes.remove,
      seconds,
      outcome === 'unchanged'
        ? 'nothing to change'
        : appliedAt
          ? `as applied at ${clockTime(appliedAt)}`
          : outcome,
    ]),
  );
}

/** Why stacks failed, each with Terraform's own words, and what was not started because of them. */
export function failures(results: readonly StackResult[]): string[] {
  return results.flatMap(({ stack, outcome, reason }) => {
    if (outcome === 'failed') {
      return [`${stack.id}: ${reason}`];
    }
    return outcome === 'skipped' ? [`${stack.id}: not started, because of ${reason}`] : [];
  });
}

export const succeeded = (results: readonly StackResult[]) =>
  results.every(({ outcome }) => ['applied', 'unchanged', 'kept', 'destroyed'].includes(outcome));

/** `10:32`, with the day where that is another one. */
export function clockTime(at: Date, today = new Date()): string {
  const day = at.toDateString() === today.toDateString() ? '' : `${at.toLocaleDateString('sv-SE')} `;
  return day + at.toTimeString().slice(0, 5);
}

/** One sentence: what a run came to. */
export function sentence(results: readonly StackResult[], seconds: number): string {
  const count = (outcome: StackResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  if (results.every(({ outcome }) => outcome === 'unchanged')) {
    return `Nothing to change: all ${results.length} stacks are as the sources say.`;
  }
  if (results.every(({ outcome }) => outcome === 'unchanged' || outcome === 'kept')) {
    const kept = count('kept');
    const which = kept === results.length ? `all ${kept}` : `${kept} of ${results.length}`;
    const others = kept === results.length ? '' : ', and the others as the sources say';
    return `Nothing to change: ${which} stacks are as they were applied from these sources${others}. npx meridian local deploy plans each of them all the same.`;
  }
  const parts = (['applied', 'destroyed', 'unchanged', 'kept', 'failed', 'skipped', 'interrupted'] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${outcome}`);
  return `${results.length} stacks in ${seconds} s: ${parts.join(', ')}.`;
}

export interface Addresses {
  readonly endpoint: string;
  readonly edge: { readonly endpoint: string };
  /** A name that viewers use; absent where no distribution answers. */
  readonly host?: string;
}

export function whatToTry(deployment: string, { endpoint, edge, host }: Addresses): string {
  const lines = [
    ...(host === undefined
      ? []
      : [
          [
            `curl -i -H 'Host: ${host}' -H 'x-sim-country: JP' ${edge.endpoint}/`,
            'the site, as a viewer in Japan gets it',
          ] as const,
        ]),
    [`${edge.endpoint}/_local`, 'in a browser: regions, routing, requests and fills, and switches for them'],
    [
      'npx meridian drill region-loss',
      'kills each region in turn, and says who noticed (--list: every drill)',
    ],
    ['npx meridian local status', 'what is up, and what each state holds'],
    [`npx meridian plan ${deployment}-global --local`, "one team's stack, with plain Terraform"],
    [`npx meridian output ${deployment}-global --local`, 'what other stacks read from it'],
    ['eval "$(npx meridian local env)"', 'any AWS tool in this shell, such as:'],
    ['  aws cloudfront list-distributions', 'the distributions as they were deployed'],
    [`  npx cdktf diff ${deployment}-global`, 'the same plan, through cdktf'],
    ['npm start', 'again: applies what has changed, which is nothing'],
    ['npx meridian local destroy', 'takes every stack down again'],
    ['npm stop', 'ends what runs in the background; npm start brings it back as it was'],
    ['npx meridian local reset', 'ends it and forgets what was applied'],
  ] as const;
  const width = Math.max(...lines.map(([command]) => command.length));
  const listed = lines.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`);
  return [`The local AWS is at ${endpoint} and runs in the background. Try:`, ...listed].join('\n');
}
