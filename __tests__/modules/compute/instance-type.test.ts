import { architecture } from '../../../modules/compute/instance-type';

describe('architecture', () => {
  it.each([
    'a1.large',
    't4g.small',
    'm7gd.xlarge',
    'c6gn.medium',
    'r8g.large',
    'x2gd.large',
    'im4gn.large',
    'g5g.xlarge',
  ])('%s is arm64', (instanceType) => {
    expect(architecture(instanceType)).toBe('arm64');
  });

  it.each([
    't3.small',
    'm7i-flex.large',
    'g4dn.xlarge',
    'g6.xlarge',
    'c7a.large',
    'x2iedn.large',
    'i7ie.large',
  ])('%s is x86_64', (instanceType) => {
    expect(architecture(instanceType)).toBe('x86_64');
  });
});
