import { positiveNumber } from '../../cli/positive-number';

describe('positiveNumber', () => {
  it('takes whole numbers from 1', () => {
    expect(positiveNumber('1', '--n')).toBe(1);
    expect(positiveNumber('5497558138880', '--n')).toBe(5_497_558_138_880);
  });

  it.each(['0', '-1', '1.5', '1e3', '', 'all'])('refuses "%s"', (text) => {
    expect(() => positiveNumber(text, '--n')).toThrow(`--n: expected a whole number from 1, got "${text}"`);
  });
});
