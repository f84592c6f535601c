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

interface Kind {
  readonly kind: string;
}

/** The stacks of a kind in a deployment, at least one, in the order of apply. */
function stacksOfKind(
  stacks: readonly SynthesizedStack[],
  deployment: string | undefined,
  { kind }: Kind,
): [SynthesizedStack, ...SynthesizedStack[]] {
  const ofKind = stacks.filter((stack) => stack.kind === kind);
  const [first, ...others] = ofKind.filter((stack) => stack.deployment === deployment);
  const deployments = [...new Set(ofKind.map((stack) => stack.deployment))];
  if (first === undefined) throw new UsageError(unknown('deployment', deployment, deployments));
  return [first, ...others];
}

/** The stack of a kind that is applied first in a deployment: it founds what the others join. */
export function firstStackOfKind(
  stacks: readonly SynthesizedStack[],
  deployment: string | undefined,
  kind: Kind,
): SynthesizedStack {
  return stacksOfKind(stacks, deployment, kind)[0];
}

/** The stack of a kind in a deployment, and of this name where there are several. */
export function findStackOfKind(
  stacks: readonly SynthesizedStack[],
  deployment: string | undefined,
  { kind }: Kind,
  name?: string,
): SynthesizedStack {
  const ofDeployment = stacksOfKind(stacks, deployment, { kind });
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
  const near = got === undefined ? undefined : probablyMeant(got, known);
  const hint = near === undefined ? '' : ` — did you mean "${near}"?`;
  return `expected a ${what} (${known.join(', ')}), got ${got === undefined ? 'nothing' : `"${got}"`}${hint}`;
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
