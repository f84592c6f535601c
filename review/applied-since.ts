import type { State } from '../terraform/state-store';
import type { SynthesizedStack } from '../terraform/synthesized';
import { canonicalJson } from './canonical';
import type { StateOutputs } from './inputs';
import { LiveStates } from './live-states';
import type { AppliedSince } from './planned-stack';
import type { KeptPlan, ReviewedStack } from './review';

/** Reads the states once more: a review takes minutes, and nothing is locked meanwhile. Only a plan that may be applied can be too old. */
export async function withAppliedSince(
  reviewed: readonly ReviewedStack[],
  head: readonly SynthesizedStack[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly ReviewedStack[]> {
  if (reviewed.every(({ kept }) => kept === undefined)) return reviewed;
  const live = new LiveStates(environment);
  try {
    const all: ReviewedStack[] = [];
    for (const each of reviewed) {
      if (each.kept === undefined) {
        all.push(each);
        continue;
      }
      const published = new Map<string, StateOutputs>();
      for (const { edge } of each.kept.edges) {
        const producer = head.find(({ id }) => id === edge.producer);
        published.set(edge.producer, (producer && (await live.outputs(producer))) ?? {});
      }
      const state = await live.read(each.stack);
      all.push({ ...each, appliedSince: appliedSince(each.stack.id, each.kept, state, published) });
    }
    return all;
  } finally {
    live.close();
  }
}

/** Who has been applied between what a plan was made of and what is there now. */
export function appliedSince(
  id: string,
  { state, edges }: Pick<KeptPlan, 'state' | 'edges'>,
  now: Pick<State, 'lineage' | 'serial'> | undefined,
  published: ReadonlyMap<string, StateOutputs>,
): AppliedSince[] {
  const isSame = state?.lineage === now?.lineage && state?.serial === now?.serial;
  const upstreams = edges.flatMap(({ edge, outputs: then }): AppliedSince[] => {
    const today = published.get(edge.producer) ?? {};
    const valueIn = (outputs: StateOutputs, name: string) => canonicalJson(outputs[name]?.value ?? null);
    const outputs = edge.outputs.filter((name) => valueIn(then, name) !== valueIn(today, name));
    return outputs.length === 0 ? [] : [{ stack: edge.producer, outputs }];
  });
  return isSame ? upstreams : [{ stack: id, outputs: [] }, ...upstreams];
}
