import { differences } from '../../cli/synth';

const stacks = (files: Record<string, string>) => new Map(Object.entries(files));

test('it is said which stacks came, changed and went', () => {
  expect(differences(stacks({ a: '1', b: '1', c: '1' }), stacks({ b: '1', c: '2', d: '1' }))).toBe(
    '3 stacks in cdktf.out; new: d; changed: c; gone: a.',
  );
  expect(differences(stacks({ a: '1' }), stacks({ a: '1' }))).toBe(
    '1 stacks in cdktf.out; none is different from before.',
  );
});

test('the first time every stack is new, and none is named', () => {
  expect(differences(stacks({}), stacks({ a: '1', b: '1' }))).toBe('2 stacks in cdktf.out, all of them new.');
});
