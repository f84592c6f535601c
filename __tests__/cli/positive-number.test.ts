import { positiveNumber } from '../../cli/positive-number';

describe('positiveNumber', () => {
  it('takes whole numbers from 1', () => {
    expect(positiveNumber('1')).toBe(1);
    expect(positiveNumber('5497558138880')).toBe(5_497_558_138_880);
  });

  it.each(['0', '-1', '1.5', '1e3', '', 'all'])('refuses "%s"', (text) => {
    expect(() => positiveNumber(text)).toThrow(`expected a whole number from 1, got "${text}"`);
  });
});
