import type { Reads } from './readers';
import type { BlastRadius, Reader, StackReview } from './review';
import { type ReviewContext, sourceOf, teamOf } from './stack-source';

/** How far the change of a stack reaches: over its outputs to whoever reads them, and over theirs in turn. */
export function blastRadiusOf(
  stack: StackReview,
  stacks: readonly StackReview[],
  reads: Reads,
  { head }: ReviewContext,
): BlastRadius {
  const byId = new Map(stacks.map((each) => [each.id, each]));
  const addresses = new Map<string, Set<string>>();
  const visited = new Set<string>();
  const waiting = [stack.id];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (visited.has(id)) continue;
    visited.add(id);
    for (const { name } of byId.get(id)?.outputs ?? []) {
      for (const reader of reads.readersOf(id, name)) {
        if (reader.stack === stack.id) continue;
        const known = addresses.get(reader.stack) ?? new Set<string>();
        addresses.set(reader.stack, known);
        for (const address of reader.addresses) known.add(address);
        waiting.push(reader.stack);
      }
    }
  }
  const readers: Reader[] = [...addresses.keys()]
    .sort()
    .map((id) => ({ stack: id, addresses: [...(addresses.get(id) ?? [])].sort() }));
  const reached = readers.flatMap((reader) => sourceOf(head, reader.stack) ?? []);
  const touches = stack.resources.length > 0;
  return {
    stack: stack.id,
    outputs: stack.outputs.map(({ name }) => name),
    readers,
    resources: stack.resources.length,
    awsRegions: sorted([
      ...(touches ? stack.awsRegions : []),
      ...reached.flatMap(({ stack: { awsRegions } }) => awsRegions),
    ]),
    teams: sorted([
      ...(touches && stack.team !== undefined ? [stack.team] : []),
      ...reached.flatMap((source) => teamOf(source) ?? []),
    ]),
  };
}

const sorted = (names: readonly string[]) => [...new Set(names)].sort();
