import { findStack, probablyMeant } from '../../cli/find-stack';
import { synthesizedStacks } from '../../terraform/synthesized';
import { synthesizedFolder } from '../support/synthesized-folder';

const stacks = synthesizedStacks(
  synthesizedFolder({ 'demo-state': [], 'demo-global': [], 'demo-region-asia': ['demo-global'] }),
);

test('a stack is found by its id', () => {
  expect(findStack(stacks, 'demo-global').id).toBe('demo-global');
});

test('an unknown stack is answered with the one that was probably meant and with all of them', () => {
  expect(() => findStack(stacks, 'demo-glbal')).toThrow(
    'There is no stack "demo-glbal": did you mean "demo-global"?\nThe stacks are, in the order of apply:\n  demo-state\n  demo-global\n  demo-region-asia',
  );
});

test('no stack at all is a question', () => {
  expect(() => findStack(stacks, undefined)).toThrow('Which stack? The stacks are');
});

test.each([
  ['asia', 'demo-region-asia'],
  ['demo-gobal', 'demo-global'],
  ['demo-region-aisa', 'demo-region-asia'],
  ['demo', undefined],
  ['production-compliance', undefined],
  ['', undefined],
])('by %s somebody probably means %s', (word, expected) => {
  expect(probablyMeant(word, ['demo-state', 'demo-global', 'demo-region-asia'])).toBe(expected);
});

test('where there is nothing, nothing is meant', () => {
  expect(probablyMeant('demo-global', [])).toBeUndefined();
});
