import { median } from '../../bench/benchmark';

describe('the median of what a benchmark measured', () => {
  it('is the figure in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it.each([[[]], [[1, Number.NaN, 2]], [[Number.POSITIVE_INFINITY]]])(
    'is an error where something was not measured: %j',
    (figures: number[]) => {
      expect(() => median(figures)).toThrow('expected figures, got [');
    },
  );
});
