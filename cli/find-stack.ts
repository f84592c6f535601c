import type { SynthesizedStack } from '../terraform/synthesized';
import { UsageError } from './command';

/** The stack with this id; otherwise all ids, and the nearest one where one is near. */
export function findStack(stacks: readonly SynthesizedStack[], id: string | undefined): SynthesizedStack {
  const found = stacks.find((stack) => stack.id === id);
  if (found) return found;
  const ids = stacks.map((stack) => stack.id);
  const list = `The stacks are, in the order of apply:\n${ids.map((known) => `  ${known}`).join('\n')}`;
  if (id === undefined) throw new UsageError(`Which stack? ${list}`);
  const near = nearest(id, ids);
  throw new UsageError(
    `There is no stack "${id}"${near === undefined ? '' : `: did you mean "${near}"?`}\n${list}`,
  );
}

/** The candidate that is a few typing errors, or only a missing part, away. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const containing = candidates.filter((candidate) => word !== '' && candidate.includes(word));
  if (containing.length === 1) return containing[0];
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

/** Fewest insertions, deletions and replacements that make one word of the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
