import { type StackJson, type SynthesizedStack, stackJson } from '../../terraform/synthesized';
import { walk } from '../reads';

/** A synthesized stack and what it asks for. */
export interface StackSource {
  readonly stack: SynthesizedStack;
  readonly json: StackJson;
}

/** What plans are read against. */
export interface ReviewContext {
  /** Every stack of the head, planned or not: who reads an output may not change himself. */
  readonly head: readonly StackSource[];
  /** Every stack of the base; none where there is no base. */
  readonly base: readonly StackSource[];
}

export const sourcesOf = (stacks: readonly SynthesizedStack[]): StackSource[] =>
  stacks.map((stack) => ({ stack, json: stackJson(stack) }));

export const sourceOf = (sources: readonly StackSource[], id: string) =>
  sources.find(({ stack }) => stack.id === id);

/** The team that every resource of the stack is tagged with. */
export function teamOf({ json }: StackSource): string | undefined {
  const provider = json.provider?.aws?.find(({ alias }) => alias === undefined);
  return provider?.default_tags?.flatMap(({ tags }) => tags.team ?? [])[0];
}

/** Every string that the stacks are written with; gathered when it is first asked for, because most plans need none. */
export function literalsOf(sources: readonly StackSource[]): () => ReadonlySet<string> {
  let found: Set<string> | undefined;
  return () => {
    if (found === undefined) {
      found = new Set();
      for (const { json } of sources) walk(json, (text) => found?.add(text));
    }
    return found;
  };
}
