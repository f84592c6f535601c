import { figures, truths } from './truths';

const LEAST = 0.99;

test('there are at least 150 plans, no two of them called the same', () => {
  expect(truths.length).toBeGreaterThanOrEqual(150);
  expect(new Set(truths.map(({ what }) => what)).size).toBe(truths.length);
});

test('every gate says what it has to, and nothing else', () => {
  expect(truths.filter(({ expected, spoken }) => `${expected}` !== `${spoken}`)).toEqual([]);
});

test.each(figures)(
  '$id finds what is there and nothing else, over $plans plans and $silent beside them',
  ({ plans, silent, precision, recall }) => {
    expect(plans).toBeGreaterThanOrEqual(8);
    expect(silent).toBeGreaterThanOrEqual(5);
    expect(precision).toBeGreaterThanOrEqual(LEAST);
    expect(recall).toBeGreaterThanOrEqual(LEAST);
  },
);
