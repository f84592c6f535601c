import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse, formats, judge, render, sourcesOf } from '../../review';
import type { PlanJson } from '../../review/plan-json';
import { REVIEWED, reviewedPart } from '../../review/plan-stack';
import { membersOf } from '../../terraform/json-members';
import { synthesizedStacks } from '../../terraform/synthesized';

/** Reads `plans/<stack>.json` and the synthesized stacks of a folder and writes into another; returns the milliseconds of reading plans. */
export type Way = (folder: string, out: string) => number;

const TODAY = new Date('2026-01-01');

/** As Terraform has printed it. */
const readText = (folder: string, id: string) => readFileSync(join(folder, 'plans', `${id}.json`), 'utf8');
const readPlan = (folder: string, id: string): object => JSON.parse(readText(folder, id));

export const ways: Readonly<Record<string, Way>> = {
  ours: (folder, out) => {
    const [base, head] = [synthesizedStacks(folder), synthesizedStacks(folder)];
    const started = performance.now();
    const planned = head.map((stack) => ({
      stack,
      reason: 'changed' as const,
      inputs: [],
      plan: reviewedPart(membersOf(readText(folder, stack.id), REVIEWED)),
    }));
    const milliseconds = performance.now() - started;
    const context = { base: sourcesOf(base), head: sourcesOf(head) };
    const judged = judge(analyse(planned, context), [], TODAY);
    for (const format of formats) writeFileSync(join(out, `review.${format}`), render(judged, format));
    return milliseconds;
  },
  /** As tf-summarize does it: https://github.com/dineshba/tf-summarize */
  'a summary table': (folder, out) => {
    let milliseconds = 0;
    const tables = synthesizedStacks(folder).map(({ id }) => {
      const started = performance.now();
      const plan = readPlan(folder, id) as PlanJson;
      milliseconds += performance.now() - started;
      return `${id}\n${tableOf(plan)}`;
    });
    writeFileSync(join(out, 'tables.txt'), tables.join('\n'));
    return milliseconds;
  },
  'JSON.parse alone': (folder) => {
    const started = performance.now();
    for (const { id } of synthesizedStacks(folder)) readPlan(folder, id);
    return performance.now() - started;
  },
};

const GROUPS: readonly [name: string, actions: string][] = [
  ['add', 'create'],
  ['delete', 'delete'],
  ['update', 'update'],
  ['recreate', 'delete,create'],
];

/** Addresses by what is done to them, between lines. */
function tableOf({ resource_changes: changes = [], output_changes: outputs = {} }: PlanJson): string {
  const rows = GROUPS.flatMap(([name, actions]) => [
    ...changes
      .filter(({ change }) => String(change.actions) === actions)
      .map(({ address }) => [name, address] as const)
      .sort(([, a], [, b]) => (a < b ? -1 : 1)),
    ...Object.entries(outputs)
      .filter(([, change]) => String(change.actions) === actions)
      .map(([output]) => [name, output] as const),
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const shown = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  return [line, ...shown.flatMap((row) => [row, line])].join('\n');
}
