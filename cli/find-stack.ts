import { distance } from 'fastest-levenshtein';
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

/** The stack of a kind in a deployment, and of this name where there are several. */
export function findStackOfKind(
  stacks: readonly SynthesizedStack[],
  deployment: string | undefined,
  { kind }: { readonly kind: string },
  name?: string,
): SynthesizedStack {
  const ofKind = stacks.filter((stack) => stack.kind === kind);
  const ofDeployment = ofKind.filter((stack) => stack.deployment === deployment);
  const deployments = [...new Set(ofKind.map((stack) => stack.deployment))];
  if (ofDeployment.length === 0) throw new UsageError(unknown('deployment', deployment, deployments));
  const found = ofDeployment.find((stack) => stack.name === name);
  if (found === undefined) {
    throw new UsageError(
      unknown(
        kind,
        name,
        ofDeployment.flatMap((stack) => stack.name ?? []),
      ),
    );
  }
  return found;
}

/** What was expected instead of a name that nothing has, and what may have been meant. */
export function unknown(what: string, got: string | undefined, known: readonly string[]): string {
  const near = got === undefined ? undefined : nearest(got, known);
  const hint = near === undefined ? '' : ` — did you mean "${near}"?`;
  return `expected a ${what} (${known.join(', ')}), got ${got === undefined ? 'nothing' : `"${got}"`}${hint}`;
}

/** The candidate that is a few typing errors, or only a missing part, away. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const containing = candidates.filter((candidate) => word !== '' && candidate.includes(word));
  if (containing.length === 1) return containing[0];
  const [best] = candidates
    .map((candidate) => ({ candidate, edits: distance(word, candidate) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : undefined;
}
