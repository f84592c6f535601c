import { closest, distance } from 'fastest-levenshtein';
import type { SynthesizedStack } from '../terraform/synthesized';
import { UsageError } from './command';

/** The stack with this id; otherwise all ids, and the one that was probably meant. */
export function findStack(stacks: readonly SynthesizedStack[], id: string | undefined): SynthesizedStack {
  const found = stacks.find((stack) => stack.id === id);
  if (found) return found;
  const ids = stacks.map((stack) => stack.id);
  const list = `The stacks are, in the order of apply:\n${ids.map((known) => `  ${known}`).join('\n')}`;
  if (id === undefined) throw new UsageError(`Which stack? ${list}`);
  const meant = probablyMeant(id, ids);
  throw new UsageError(
    `There is no stack "${id}"${meant === undefined ? '' : `: did you mean "${meant}"?`}\n${list}`,
  );
}

/**
 * The candidate that was probably meant: the only one with that part, or the closest one where it is a few typing errors away.
 * More generous than the suggestions for a document, because all candidates are listed beside it.
 */
export function probablyMeant(word: string, candidates: readonly string[]): string | undefined {
  const containing = candidates.filter((candidate) => word !== '' && candidate.includes(word));
  if (containing.length === 1) return containing[0];
  if (candidates.length === 0) return undefined;
  const best = closest(word, candidates);
  return distance(word, best) <= Math.max(2, Math.floor(word.length / 3)) ? best : undefined;
}
