import { Testing } from 'cdktf';
import fc from 'fast-check';
import { validated } from '../../config';
import { createPlatform, plannedStacks } from '../../stacks/platform';
import { cases } from '../support/full-run';
import { randomDocumentOf } from '../support/random-document';
import { Synthesized } from '../support/synthesize';

describe('a random document', () => {
  it.each(cases([1, 3, 5], [1, 2, 3, 4, 5, 6], [2, 4, 6]))(
    'of %i regions synthesizes, and its stacks read what their kinds declare',
    (count) => {
      fc.assert(
        fc.property(randomDocumentOf(count), (input) => {
          const document = validated(input);

          const reads = createPlatform(Testing.app(), document).map((stack) => [
            stack.node.id,
            Synthesized.stack(stack).reads.sort(),
          ]);

          const declared = plannedStacks(document).map(({ id, reads }) => [
            id,
            reads.map((upstream) => `${upstream}.tfstate`).sort(),
          ]);
          expect(reads).toEqual(declared);
        }),
        // Shrinking would take minutes; the seed in the message leads back to the document.
        { numRuns: cases(1, 3, 1), endOnFailure: true },
      );
    },
  );
});
