import type { StackJson } from '../terraform/synthesized';

/** Stands for an output that is not named: whoever takes all outputs at once may miss any. */
export const ANY_OUTPUT = '*';

/** One place where a stack reads an output of another. */
export interface Read {
  /** Name of the `terraform_remote_state` block. */
  readonly block: string;
  readonly address: string;
  readonly output: string;
  /** Whether only that the output is there is asked for, whatever its value: the contract. */
  readonly isRequired: boolean;
}

/** `data.terraform_remote_state.<name>.outputs`, and the output's name where it has one; quotes have a backslash in JSON within a text. */
const REFERENCE =
  /data\.terraform_remote_state\.([\w-]+)\.outputs(?:\.([\w-]+)|\[\\*"([^"\\\]]+)\\*"\]|(?![\w-]))/g;
/** Within the remote state's own conditions: an output. */
const OWN = /self\.outputs(?:\.([\w-]+)|\["([^"\]]+)"\])/g;
/** The list of those that have to be there, with which a contract asks for what is missing. */
const REQUIRED = /setsubtract\((\[[^\]]*\]), keys\(self\.outputs\)\)/g;

/** Every place where a stack reads others, by its synthesized JSON. */
export function readsOf(json: StackJson): Read[] {
  const reads: Read[] = [];
  for (const [address, content, ownName] of placesIn(json)) {
    walk(content, (text) => {
      if (!text.includes('outputs')) return;
      const add = (block: string, output: string, isRequired = false) =>
        reads.push({ block, address, output, isRequired });
      for (const [, block = '', dotted, quoted] of text.matchAll(REFERENCE)) {
        add(block, dotted ?? quoted ?? ANY_OUTPUT);
      }
      if (ownName === undefined) return;
      for (const [, dotted, quoted] of text.matchAll(OWN)) add(ownName, dotted ?? quoted ?? ANY_OUTPUT);
      for (const [, names = '[]'] of text.matchAll(REQUIRED)) {
        for (const name of JSON.parse(names) as string[]) add(ownName, name, true);
      }
    });
  }
  return reads;
}

/** Each string in a value. */
export function walk(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value);
  else if (typeof value === 'object' && value !== null)
    for (const name in value) walk((value as Readonly<Record<string, unknown>>)[name], visit);
}

/** Address and content of everything that may hold a reference; the name of a remote state for its own block. */
function* placesIn({
  '//': _,
  resource,
  data,
  output,
  locals,
  ...rest
}: StackJson): Generator<[string, unknown, string?]> {
  for (const [mode, byType] of [
    ['', resource],
    ['data.', data],
  ] as const) {
    for (const [type, byName] of Object.entries(byType ?? {})) {
      for (const [name, block] of Object.entries(byName)) {
        const isState = mode !== '' && type === 'terraform_remote_state';
        yield isState ? [`data.${type}.${name}`, block, name] : [`${mode}${type}.${name}`, block];
      }
    }
  }
  for (const [name, each] of Object.entries(output ?? {})) yield [`output.${name}`, each];
  for (const [name, local] of Object.entries(locals ?? {})) yield [`local.${name}`, local];
  yield* Object.entries(rest);
}

/** Where the state that a block reads lies: it says whose it is, since the name of the block may be anything. */
export function placeOf(json: StackJson, block: string): string {
  const { config } = json.data?.terraform_remote_state?.[block] ?? {};
  const { bucket, key } = (config ?? {}) as { readonly bucket?: string; readonly key?: string };
  return `${bucket}/${key}`;
}
