import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesized } from '../terraform/paths';
import { synthesize } from '../terraform/synthesize';

/** Writes `cdktf.out` anew and says what is different in it. */
export async function synth(
  { sourceMaps }: { readonly sourceMaps: boolean },
  signal: AbortSignal,
): Promise<void> {
  const before = stackFiles();
  await synthesize(signal, ...(sourceMaps ? ['--source-maps'] : []));
  console.log(differences(before, stackFiles()));
}

/** What Terraform reads of each stack, by its id. */
function stackFiles(directory = join(synthesized, 'stacks')): ReadonlyMap<string, string> {
  const ids = existsSync(directory) ? readdirSync(directory).sort() : [];
  const file = (id: string) => join(directory, id, 'cdk.tf.json');
  return new Map(ids.filter((id) => existsSync(file(id))).map((id) => [id, readFileSync(file(id), 'utf8')]));
}

/** One sentence: which stacks came, changed and went; the first time that is no list. */
export function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string {
  if (before.size === 0) return `${after.size} stacks in cdktf.out, all of them new.`;
  const ids = [...after.keys()];
  const parts = [
    ['new', ids.filter((id) => !before.has(id))],
    ['changed', ids.filter((id) => before.has(id) && before.get(id) !== after.get(id))],
    ['gone', [...before.keys()].filter((id) => !after.has(id))],
  ] as const;
  const said = parts.flatMap(([what, those]) => (those.length > 0 ? [`${what}: ${those.join(', ')}`] : []));
  return `${after.size} stacks in cdktf.out; ${said.join('; ') || 'none is different from before'}.`;
}
