import { policiesOf } from '../../__tests__/permissions/policies-of';
import { policyLength } from '../../__tests__/support/policy';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { plannedStacks } from '../../stacks/platform';
import { kinds } from '../../stacks/registry';

/** How long the policies of each kind are, by the largest of its stacks in the demo, which has everything on. */
export function policyRows(): string[][] {
  const document = validated(demo);
  const stacks = plannedStacks(document);
  return [
    ['kind', 'planning', 'applying, beside that'],
    ...kinds.map((kind) => {
      const sizes = stacks
        .filter((stack) => stack.kind === kind)
        .map((stack) => {
          const { read, write } = policiesOf(document, stack);
          return { read: read.map(policyLength), write: write.map(policyLength) };
        })
        .sort((one, other) => sum(other.write) - sum(one.write));
      const [{ read, write } = { read: [], write: [] }] = sizes;
      return [`\`${kind.contract.kind}\``, read.join(' + '), write.join(' + ')];
    }),
  ];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
