import { optionalVariable, readEnvironment } from '../../../lambda-src/shared/environment';

describe('readEnvironment', () => {
  beforeEach(() => {
    process.env.PRESENT = 'here';
    process.env.EMPTY = '';
  });
  afterEach(() => {
    delete process.env.PRESENT;
    delete process.env.EMPTY;
  });

  it('returns what it was asked for', () => {
    expect(readEnvironment('PRESENT')).toEqual({ PRESENT: 'here' });
  });

  it('names every missing variable at once, empty ones too', () => {
    expect(() => readEnvironment('PRESENT', 'MISSING', 'EMPTY')).toThrow(
      'environment: expected MISSING, EMPTY, got nothing',
    );
  });

  it('does without optional variables', () => {
    expect(optionalVariable('PRESENT')).toBe('here');
    expect(optionalVariable('MISSING')).toBeUndefined();
    expect(optionalVariable('EMPTY')).toBeUndefined();
  });
});
