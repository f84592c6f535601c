import { ANY_OUTPUT, placeOf, readsOf } from '../reads';
import type { Reader } from './review';
import type { StackSource } from './stack-source';

/** Who reads which output, by the synthesized JSON. */
export class Reads {
  private readonly byOutput = new Map<string, Map<string, Set<string>>>();

  constructor(sources: readonly StackSource[]) {
    const ids = new Map(
      sources.map(({ stack: { id, backend } }) => [`${backend.bucket}/${backend.key}`, id]),
    );
    for (const { stack, json } of sources) {
      const producers = new Map(
        Object.keys(json.data?.terraform_remote_state ?? {}).map((block) => [
          block,
          ids.get(placeOf(json, block)),
        ]),
      );
      for (const { block, address, output } of readsOf(json)) {
        const producer = producers.get(block);
        if (producer === undefined) continue;
        const key = `${producer} ${output}`;
        const readers = this.byOutput.get(key) ?? new Map<string, Set<string>>();
        this.byOutput.set(key, readers);
        const addresses = readers.get(stack.id) ?? new Set<string>();
        readers.set(stack.id, addresses.add(address));
      }
    }
  }

  /** In the order of their names. */
  readersOf(producer: string, output: string): Reader[] {
    const found = [output, ANY_OUTPUT].map((each) => this.byOutput.get(`${producer} ${each}`));
    const stacks = [...new Set(found.flatMap((readers) => [...(readers?.keys() ?? [])]))].sort();
    return stacks.map((stack) => ({
      stack,
      addresses: [...new Set(found.flatMap((readers) => [...(readers?.get(stack) ?? [])]))].sort(),
    }));
  }
}
