import { backfillRegion } from '../../cli/find-region';
import { positiveNumber } from '../../cli/positive-number';

describe('backfillRegion', () => {
  it('knows where a region with a bucket is', () => {
    expect(backfillRegion('demo', 'europe')).toEqual({ awsRegion: 'eu-central-1' });
  });

  it.each([
    ['dmo', 'europe', 'expected a deployment (demo, production), got "dmo" — did you mean "demo"?'],
    [undefined, undefined, 'expected a deployment (demo, production), got nothing'],
    [
      'demo',
      'eurpe',
      'expected a region with a bucket (europe, america), got "eurpe" — did you mean "europe"?',
    ],
    // It has no bucket, because it has every object.
    ['demo', 'asia', 'expected a region with a bucket (europe, america), got "asia"'],
  ])('says what there is instead of %s %s', (deployment, region, message) => {
    expect(() => backfillRegion(deployment, region)).toThrow(message);
  });
});

describe('positiveNumber', () => {
  it('takes whole numbers from 1', () => {
    expect(positiveNumber('1')).toBe(1);
    expect(positiveNumber('5497558138880')).toBe(5_497_558_138_880);
  });

  it.each(['0', '-1', '1.5', '1e3', '', 'all'])('refuses "%s"', (text) => {
    expect(() => positiveNumber(text)).toThrow(`expected a whole number from 1, got "${text}"`);
  });
});
