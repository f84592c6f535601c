import type { Review } from '../../../../review/analysis/review';
import { gates } from '../../../../review/gates';
import { judge } from '../../../../review/gates/judge';
import { reviewOf, source } from '../../support';
import { edgeRows } from './edge-functions';
import { outsideRows } from './outside';
import { rows } from './resources';
import { reviewRows } from './reviews';

/** What viewers notice takes records, origins and functions together: __tests__/review/traffic has its truth. */
const ELSEWHERE = 'G21';

/** A plan of which somebody has written down by hand which gates have to speak. */
export interface Truth {
  readonly what: string;
  /** The gate that it was written for, whether that has to speak or not. */
  readonly about: string;
  /** Ids of the gates that have to speak, of those that only warn in small letters. */
  readonly expected: readonly string[];
  readonly spoken: readonly string[];
}

function spokenIn(review: Review): string[] {
  const { findings } = judge(review, [], new Date('2026-01-01'));
  return [
    ...new Set(findings.map(({ gate, severity }) => (severity === 'warn' ? gate.toLowerCase() : gate))),
  ].sort();
}

const head = source('x-region-asia', {}, { deletionProtection: true });
const written: readonly (readonly [about: string, what: string, review: Review, expected: string])[] = [
  ...Object.entries(rows).flatMap(([about, all]) =>
    all.map(([what, changes, expected]) => [about, what, reviewOf(changes, { head }), expected] as const),
  ),
  ...Object.entries({ ...reviewRows, ...outsideRows, G25: edgeRows }).flatMap(([about, all]) =>
    all.map(([what, review, expected]) => [about, what, review, expected] as const),
  ),
];

export const truths: readonly Truth[] = written.map(([about, what, review, expected]) => ({
  what,
  about,
  expected: expected
    .split(' ')
    .filter((id) => id !== '')
    .sort(),
  spoken: spokenIn(review),
}));

export interface Figures {
  readonly id: string;
  /** Plans of which the gate has to speak. */
  readonly plans: number;
  /** Plans that were written for it, of which it must not. */
  readonly silent: number;
  readonly precision: number;
  readonly recall: number;
}

/** How often each gate is right, over every plan. */
export const figures: readonly Figures[] = gates.flatMap(({ id }) =>
  id === ELSEWHERE ? [] : [figuresOf(id)],
);

function figuresOf(id: string): Figures {
  const of = (ids: readonly string[]) => ids.filter((each) => each.toUpperCase() === id);
  const sum = (count: (truth: Truth) => number) => truths.reduce((total, truth) => total + count(truth), 0);
  const right = sum(({ expected, spoken }) => of(spoken).filter((each) => expected.includes(each)).length);
  return {
    id,
    plans: truths.filter(({ expected }) => of(expected).length > 0).length,
    silent: truths.filter(({ about, expected }) => about === id && of(expected).length === 0).length,
    precision: right / sum(({ spoken }) => of(spoken).length),
    recall: right / sum(({ expected }) => of(expected).length),
  };
}
