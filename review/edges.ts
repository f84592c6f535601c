import { type StackJson, type SynthesizedStack, stackJson } from '../terraform/synthesized';

/** What one stack reads of another. */
export interface Edge {
  /** Name of the `terraform_remote_state` block. */
  readonly block: string;
  /** Id of the stack whose state it is. */
  readonly producer: string;
  /** Outputs whose values it uses. */
  readonly outputs: readonly string[];
  /** Outputs that have to be there, whatever their values: the contract. */
  readonly required: readonly string[];
}

interface RemoteState {
  readonly config?: { readonly bucket?: string; readonly key?: string };
  readonly lifecycle?: { readonly postcondition?: readonly { readonly condition?: string }[] };
}

/**
 * What a stack reads of which stacks, as its expressions say. The producer is the stack that keeps its state where this one
 * reads; the name of the block only counts where there is none.
 */
export function edgesOf(
  stack: Pick<SynthesizedStack, 'directory'>,
  stacks: readonly Pick<SynthesizedStack, 'id' | 'backend' | 'directory'>[],
): readonly Edge[] {
  const { '//': _metadata, ...json } = stackJson(stack);
  const text = JSON.stringify(json);
  const states = (json as StackJson).data?.terraform_remote_state ?? {};
  return Object.entries(states as Readonly<Record<string, RemoteState>>).map(([block, state]) => {
    const producer = stacks.find(
      ({ backend }) => backend.bucket === state.config?.bucket && backend.key === state.config?.key,
    );
    const conditions = (state.lifecycle?.postcondition ?? []).map(({ condition = '' }) => condition);
    const named = [
      ...[...text.matchAll(referencesTo(block))].map(([, dotted, quoted]) => dotted ?? quoted ?? WHOLE),
      ...conditions.flatMap((condition) =>
        [...condition.matchAll(/self\.outputs\.([\w-]+)/g)].map(([, name = '']) => name),
      ),
    ];
    const all = named.includes(WHOLE) && producer ? Object.keys(stackJson(producer).output ?? {}) : [];
    return {
      block,
      producer: producer?.id ?? block,
      outputs: [...new Set([...named.filter((name) => name !== WHOLE), ...all])].sort(),
      required: [...new Set(conditions.flatMap(requiredBy))].sort(),
    };
  });
}

/** Stands for an expression that takes all outputs at once. */
const WHOLE = '*';

/** In JSON a quote has a backslash before it. */
const referencesTo = (block: string) =>
  new RegExp(
    `data\\.terraform_remote_state\\.${block}\\.outputs(?:\\.([\\w-]+)|\\[\\\\"([^"\\\\]+)\\\\"\\]|(?![\\w-]))`,
    'g',
  );

/** The list in `setsubtract([…], keys(self.outputs))`, with which a contract asks for what is missing. */
function requiredBy(condition: string): readonly string[] {
  const [, list] = /setsubtract\((\[[^\]]*\]), keys\(self\.outputs\)\)/.exec(condition) ?? [];
  return list === undefined ? [] : (JSON.parse(list) as string[]);
}
