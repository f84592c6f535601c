import { type SynthesizedStack, stackJson } from '../terraform/synthesized';
import { ANY_OUTPUT, placeOf, readsOf } from './reads';

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

/**
 * What a stack reads of which stacks, as its expressions say. The producer is the stack that keeps its state where this one
 * reads; the name of the block only counts where there is none.
 */
export function edgesOf(
  stack: Pick<SynthesizedStack, 'directory'>,
  stacks: readonly Pick<SynthesizedStack, 'id' | 'backend' | 'directory'>[],
): readonly Edge[] {
  const json = stackJson(stack);
  const reads = readsOf(json);
  return Object.keys(json.data?.terraform_remote_state ?? {}).map((block) => {
    const place = placeOf(json, block);
    const producer = stacks.find(({ backend }) => `${backend.bucket}/${backend.key}` === place);
    const own = reads.filter((read) => read.block === block);
    const namesOf = (isRequired: boolean) =>
      own.flatMap((read) => (read.isRequired === isRequired ? [read.output] : []));
    const named = namesOf(false);
    const all = named.includes(ANY_OUTPUT) && producer ? Object.keys(stackJson(producer).output ?? {}) : [];
    return {
      block,
      producer: producer?.id ?? block,
      outputs: unique([...named.filter((name) => name !== ANY_OUTPUT), ...all]),
      required: unique(namesOf(true)),
    };
  });
}

const unique = (names: readonly string[]) => [...new Set(names)].sort();
