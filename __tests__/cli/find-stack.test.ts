import { findStack, findStackOfKind, probablyMeant, unknown } from '../../cli/find-stack';
import { globalContract } from '../../stacks/global/contract';
import { regionContract } from '../../stacks/region/contract';
import { synthesizedStacks } from '../../terraform/synthesized';
import { synthesizedFolder } from '../support/synthesized-folder';

const stacks = synthesizedStacks(
  synthesizedFolder({ 'demo-state': [], 'demo-global': [], 'demo-region-asia': ['demo-global'] }),
);

test('a stack is found by its id', () => {
  expect(findStack(stacks, 'demo-global').id).toBe('demo-global');
});

test('a misspelt stack is answered with the one that was meant, in one sentence', () => {
  expect(() => findStack(stacks, 'demo-glbal')).toThrow(
    /^There is no stack "demo-glbal": did you mean "demo-global"\?$/,
  );
});

test('a stack that is near to none is answered with all of them', () => {
  expect(() => findStack(stacks, 'compliance')).toThrow(
    'There is no stack "compliance". The stacks are:\n  demo-state\n  demo-global\n  demo-region-asia',
  );
});

test('a word that several stacks have is answered with those only', () => {
  const ids = ['demo-global', 'demo-region-asia', 'demo-data-asia'].map((id) => ({ id }));
  expect(() => findStack(ids, 'asia')).toThrow(
    /^There is no stack "asia". Did you mean one of these\?\n {2}demo-region-asia\n {2}demo-data-asia$/,
  );
});

test('no stack at all is a question', () => {
  expect(() => findStack(stacks, undefined)).toThrow('Which stack? The stacks are');
});

test('a stack is found by its kind and name', () => {
  expect(findStackOfKind(stacks, 'demo', globalContract).id).toBe('demo-global');
  expect(findStackOfKind(stacks, 'demo', regionContract, 'asia').id).toBe('demo-region-asia');
});

test.each([
  ['dmo', 'asia', 'expected a deployment (demo), got "dmo" — did you mean "demo"?'],
  [undefined, undefined, 'expected a deployment (demo), got nothing'],
  ['demo', 'aisa', 'expected a region (asia), got "aisa" — did you mean "asia"?'],
  ['demo', undefined, 'expected a region (asia), got nothing'],
])('of the region %s %s it is said what there is instead', (deployment, name, message) => {
  expect(() => findStackOfKind(stacks, deployment, regionContract, name)).toThrow(message);
});

test('what is expected is said without a guess where nothing is near', () => {
  expect(unknown('region with a bucket', 'asia', ['europe', 'america'])).toBe(
    'expected a region with a bucket (europe, america), got "asia"',
  );
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
