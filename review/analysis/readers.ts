import type { StackJson } from '../../terraform/synthesized';
import type { Reader } from './review';
import { type StackSource, walk } from './stack-source';

/** Stands for an output that is not named: whoever lists all outputs may miss any. */
export const ANY_OUTPUT = '*';

/** One place where a stack reads an output of another. */
interface Read {
  readonly reader: string;
  readonly address: string;
  readonly producer: string;
  readonly output: string;
}

/** Who reads which output, by the synthesized JSON. */
export class Reads {
  private readonly byOutput = new Map<string, Map<string, Set<string>>>();

  constructor(sources: readonly StackSource[]) {
    const ids = new Map(
      sources.map(({ stack: { id, backend } }) => [`${backend.bucket}/${backend.key}`, id]),
    );
    for (const read of sources.flatMap((source) => readsOf(source, ids))) {
      const key = `${read.producer} ${read.output}`;
      const readers = this.byOutput.get(key) ?? new Map<string, Set<string>>();
      this.byOutput.set(key, readers);
      const addresses = readers.get(read.reader) ?? new Set<string>();
      readers.set(read.reader, addresses.add(read.address));
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

/** `data.terraform_remote_state.<name>.outputs`, and the output's name where it has one. */
const REFERENCE = /data\.terraform_remote_state\.([\w-]+)\.outputs(?:\.([\w-]+)|\["([^"\]]+)"\])?/g;
/** Within the remote state's own conditions: an output, or the list of those that have to be there. */
const OWN = /self\.outputs(?:\.([\w-]+)|\["([^"\]]+)"\])/g;
const REQUIRED = /setsubtract\((\[[^\]]*\]), keys\(self\.outputs\)\)/g;

function readsOf({ stack, json }: StackSource, ids: ReadonlyMap<string, string>): Read[] {
  const producers = producersOf(json, ids);
  const reads: Read[] = [];
  const add = (address: string, name: string, output: string) => {
    const producer = producers.get(name);
    if (producer !== undefined) reads.push({ reader: stack.id, address, producer, output });
  };
  for (const [address, block, ownName] of blocksOf(json)) {
    walk(block, (text) => {
      if (!text.includes('outputs')) return;
      for (const [, name = '', dotted, quoted] of text.matchAll(REFERENCE)) {
        add(address, name, dotted ?? quoted ?? ANY_OUTPUT);
      }
      if (ownName === undefined) return;
      for (const [, dotted, quoted] of text.matchAll(OWN))
        add(address, ownName, dotted ?? quoted ?? ANY_OUTPUT);
      for (const [, names = '[]'] of text.matchAll(REQUIRED)) {
        for (const name of JSON.parse(names) as string[]) add(address, ownName, name);
      }
    });
  }
  return reads;
}

/** Names of remote states, and the stack whose state each is: by where it lies, since a name may be anything. */
function producersOf(json: StackJson, ids: ReadonlyMap<string, string>): Map<string, string> {
  const producers = new Map<string, string>();
  for (const [name, block] of Object.entries(json.data?.terraform_remote_state ?? {})) {
    const { bucket, key } = (block.config ?? {}) as { readonly bucket?: string; readonly key?: string };
    const id = ids.get(`${bucket}/${key}`);
    if (id !== undefined) producers.set(name, id);
  }
  return producers;
}

/** Address and content of everything that may hold a reference; the name of a remote state for its own block. */
function* blocksOf(json: StackJson): Generator<[string, unknown, string?]> {
  for (const [mode, byType] of [
    ['', json.resource],
    ['data.', json.data],
  ] as const) {
    for (const [type, byName] of Object.entries(byType ?? {})) {
      for (const [name, block] of Object.entries(byName)) {
        const isState = mode !== '' && type === 'terraform_remote_state';
        yield isState ? [`data.${type}.${name}`, block, name] : [`${mode}${type}.${name}`, block];
      }
    }
  }
  for (const [name, output] of Object.entries(json.output ?? {})) yield [`output.${name}`, output];
  for (const [name, local] of Object.entries(json.locals ?? {})) yield [`local.${name}`, local];
  if (json.provider) yield ['provider', json.provider];
}
