import { contracts } from '../../review/contracts';
import { kinds } from '../../stacks/registry';

test('a review knows the contract of every kind of stack: of another one it would make up texts in the place of lists', () => {
  expect(kinds.length).toBeGreaterThan(0);
  expect(contracts).toEqual(Object.fromEntries(kinds.map(({ contract }) => [contract.kind, contract])));
});
