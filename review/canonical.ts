import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type SynthesizedStack, stackJson } from '../terraform/synthesized';

/** A path of an asset, wherever in an expression it stands. */
const ASSET = /assets\/[\w./@-]+/g;

/**
 * What a stack asks for, and nothing else: equal for two stacks that Terraform would treat alike. Metadata is left out, keys are
 * in order, and an asset is its content, because its path says how it was made.
 */
export function canonicalStack(stack: Pick<SynthesizedStack, 'directory'>): string {
  const json = stackJson(stack, (key, value) => {
    if (key === '//') return undefined;
    return typeof value === 'string' ? withContents(value, stack.directory) : value;
  });
  return canonicalJson(json);
}

/** JSON with its keys in order: the same for values that are the same. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

export const digestOf = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

function withContents(text: string, directory: string): string {
  return text.replace(ASSET, (path) => {
    const file = join(directory, path);
    return existsSync(file) ? `sha256:${digestOfPath(file)}` : path;
  });
}

function digestOfPath(path: string): string {
  if (!statSync(path).isDirectory()) return digestOf(readFileSync(path));
  const names = readdirSync(path).sort();
  return digestOf(names.map((name) => `${name} ${digestOfPath(join(path, name))}\n`).join(''));
}
