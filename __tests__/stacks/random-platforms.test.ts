import { Testing } from 'cdktf';
import fc from 'fast-check';
import { validated } from '../../config';
import { createPlatform } from '../../stacks/platform';
import { readGraph } from '../../stacks/read-graph';
import { randomDocumentOf } from '../support/random-document';
import { Synthesized } from '../support/synthesize';

describe('a random document', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'of %i regions synthesizes, and its stacks read what the graph says',
    (count) => {
      fc.assert(
        fc.property(randomDocumentOf(count), (input) => {
          const document = validated(input);

          const reads = createPlatform(Testing.app(), document).map((stack) => [
            stack.node.id,
            Synthesized.stack(stack).reads.sort(),
          ]);

          const declared = [...readGraph(document)].map(([id, upstreams]) => [
            id,
            upstreams.map((upstream) => `${upstream}.tfstate`).sort(),
          ]);
          expect(reads).toEqual(declared);
        }),
        // Shrinking would take minutes; the seed in the message leads back to the document.
        { numRuns: 1, endOnFailure: true },
      );
    },
  );
});
