import { cases } from './full-run';

const { MERIDIAN_FULL } = process.env;

afterEach(() => {
  if (MERIDIAN_FULL === undefined) delete process.env.MERIDIAN_FULL;
  else process.env.MERIDIAN_FULL = MERIDIAN_FULL;
});

it.each([
  [undefined, 40, 40],
  ['', 40, 40],
  ['ci', 2000, 10_000],
  ['1', 10_000, 10_000],
])(
  'where MERIDIAN_FULL is %p, %i cases are tried, and %i where CI has no share of its own',
  (full, count, others) => {
    if (full === undefined) delete process.env.MERIDIAN_FULL;
    else process.env.MERIDIAN_FULL = full;

    expect(cases(40, 10_000, 2000)).toBe(count);
    expect(cases(40, 10_000)).toBe(others);
  },
);
