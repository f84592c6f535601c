import type { Review } from '../../../../review/analysis/review';
import { gates } from '../../../../review/gates';
import { judge } from '../../../../review/gates/judge';
import { reviewOf, source } from '../../support';
import { rows } from './resources';
import { reviewRows } from './reviews';

const LEAST = 0.99;
/** What viewers notice takes records, origins and functions together: __tests__/review/traffic has its truth. */
const ELSEWHERE = 'G21';

/** Ids of the gates that speak, those that only warn in small letters. */
function spokenIn(review: Review): string[] {
  const { findings } = judge(review, [], new Date('2026-01-01'));
  return [
    ...new Set(findings.map(({ gate, severity }) => (severity === 'warn' ? gate.toLowerCase() : gate))),
  ];
}

const head = source('x-region-asia', {}, { deletionProtection: true });
const truths = [
  ...rows.map(([what, changes, expected]) => ({ what, expected, review: reviewOf(changes, { head }) })),
  ...reviewRows.map(([what, review, expected]) => ({ what, expected, review })),
].map(({ what, expected, review }) => ({
  what,
  expected: expected.split(' ').filter((id) => id !== ''),
  spoken: spokenIn(review),
}));

test('there are at least 150 plans, no two of them called the same', () => {
  expect(truths.length).toBeGreaterThanOrEqual(150);
  expect(new Set(truths.map(({ what }) => what)).size).toBe(truths.length);
});

test('every gate says what it has to, and nothing else', () => {
  const wrong = truths.filter(
    ({ expected, spoken }) => `${[...expected].sort()}` !== `${[...spoken].sort()}`,
  );
  expect(wrong).toEqual([]);
});

const figures = gates
  .filter(({ id }) => id !== ELSEWHERE)
  .map(({ id }) => {
    const has = (ids: readonly string[], other: readonly string[]) =>
      ids.filter((each) => each.toUpperCase() === id && other.includes(each)).length;
    const of = (ids: readonly string[]) => ids.filter((each) => each.toUpperCase() === id).length;
    const sum = (count: (truth: (typeof truths)[number]) => number) =>
      truths.reduce((total, truth) => total + count(truth), 0);
    const right = sum(({ expected, spoken }) => has(spoken, expected));
    const expected = sum((truth) => of(truth.expected));
    const spoken = sum((truth) => of(truth.spoken));
    return { id, plans: expected, precision: right / spoken, recall: right / expected };
  });

afterAll(() => {
  const lines = figures.map(
    ({ id, plans, precision, recall }) =>
      `${id}: ${plans} plans, ${truths.length - plans} without; precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}`,
  );
  process.stderr.write(`${truths.length} plans\n${lines.join('\n')}\n`);
});

test.each(figures)(
  '$id finds what is there and nothing else, over $plans plans',
  ({ plans, precision, recall }) => {
    expect(plans).toBeGreaterThanOrEqual(3);
    expect(precision).toBeGreaterThanOrEqual(LEAST);
    expect(recall).toBeGreaterThanOrEqual(LEAST);
  },
);
