import { closest, distance } from 'fastest-levenshtein';
import type { DeclaredStack } from '../terraform/declared-stacks';
import { UsageError } from './command';

/** The stack with this id; otherwise the one that was probably meant, those that have the word in their ids, or all. */
export function findStack<S extends Pick<DeclaredStack, 'id'>>(
  stacks: readonly S[],
  id: string | undefined,
): S {
  const found = stacks.find((stack) => stack.id === id);
  if (found) return found;
  const ids = stacks.map((stack) => stack.id);
  const listed = (known: readonly string[]) => known.map((each) => `\n  ${each}`).join('');
  if (id === undefined) throw new UsageError(`Which stack? The stacks are:${listed(ids)}`);
  const none = `There is no stack "${id}"`;
  const meant = probablyMeant(id, ids);
  if (meant !== undefined) throw new UsageError(`${none}: did you mean "${meant}"?`);
  const near = id === '' ? [] : ids.filter((known) => known.includes(id));
  throw new UsageError(
    near.length > 0
      ? `${none}. Did you mean one of these?${listed(near)}`
      : `${none}. The stacks are:${listed(ids)}`,
  );
}

/** For what does to one stack what `--all` does to each of a deployment. */
export function refuseDeployment(
  stacks: readonly Pick<DeclaredStack, 'deployment'>[],
  word: string | undefined,
): void {
  if (!stacks.some(({ deployment }) => deployment === word)) return;
  throw new UsageError(
    `expected a stack, got the deployment "${word}": --all applies its stacks, "npx meridian stacks ${word}" lists them`,
  );
}

/** The stacks of a deployment, of which there is one at least. */
export function stacksOf<S extends Pick<DeclaredStack, 'deployment'>>(
  stacks: readonly S[],
  deployment: string | undefined,
): readonly [S, ...S[]] {
  const [first, ...others] = stacks.filter((stack) => stack.deployment === deployment);
  if (first !== undefined) return [first, ...others];
  const known = [...new Set(stacks.map((stack) => stack.deployment))];
  throw new UsageError(unknown('deployment', deployment, known));
}

type OfKind = Pick<DeclaredStack, 'deployment' | 'kind' | 'name'>;

interface Kind {
  readonly kind: string;
}

/** The stack of a kind that is applied first in a deployment: it founds what the others join. */
export function firstStackOfKind<S extends OfKind>(
  stacks: readonly S[],
  deployment: string | undefined,
  { kind }: Kind,
): S {
  const [first] = stacksOf(
    stacks.filter((stack) => stack.kind === kind),
    deployment,
  );
  return first;
}

/** The stack of a kind in a deployment, and of this name where there are several. */
export function findStackOfKind<S extends OfKind>(
  stacks: readonly S[],
  deployment: string | undefined,
  { kind }: Kind,
  name?: string,
): S {
  const ofDeployment = stacksOf(
    stacks.filter((stack) => stack.kind === kind),
    deployment,
  );
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
  const article = /^[aeiou]/.test(what) ? 'an' : 'a';
  return `expected ${article} ${what} (${known.join(', ')}), got ${got === undefined ? 'nothing' : `"${got}"`}${hint}`;
}

/**
 * The candidate that was probably meant: the only one with that part, or the closest one where it is a few typing errors away.
 * More generous than the suggestions for a document, because nothing is done before it is typed again.
 */
export function probablyMeant(word: string, candidates: readonly string[]): string | undefined {
  const containing = candidates.filter((candidate) => word !== '' && candidate.includes(word));
  if (containing.length === 1) return containing[0];
  if (candidates.length === 0) return undefined;
  const best = closest(word, candidates);
  return distance(word, best) <= Math.max(2, Math.floor(word.length / 3)) ? best : undefined;
}
