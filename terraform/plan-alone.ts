import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Changes } from './json-output';
import type { SynthesizedStack } from './synthesized';
import { Workspace, type WorkspaceOptions } from './workspace';

type Stack = Pick<SynthesizedStack, 'id' | 'directory'>;
type Options = Omit<WorkspaceOptions, 'directory'>;

/** What an apply of the stack would change, planned in a copy of its folder: nothing of other stacks or of earlier runs lies there. */
export function planAlone(stack: Stack, options: Options): Promise<Changes> {
  return alone(stack, options, (workspace) => workspace.plan());
}

/**
 * Applies the stack in a copy of its folder, where `alter` may change what is synthesized. Returns what was changed;
 * undefined, and nothing is applied, where `alter` gives nothing.
 */
export async function applyAlone(
  stack: Stack,
  options: Options,
  alter: (json: string) => string | undefined = (json) => json,
): Promise<Changes | undefined> {
  const altered = alter(readFileSync(join(stack.directory, 'cdk.tf.json'), 'utf8'));
  if (altered === undefined) return undefined;
  return alone(stack, options, (workspace, directory) => {
    writeFileSync(join(directory, 'cdk.tf.json'), altered);
    return workspace.apply();
  });
}

export interface AloneOptions extends Options {
  /** Done in the copy before Terraform prepares it. */
  readonly prepare?: (directory: string) => void;
  /** Arguments of `terraform init`. */
  readonly init?: readonly string[];
}

/** Works in a copy of the stack's folder, which Terraform has prepared and nobody else looks into; it is removed afterwards. */
export async function alone<T>(
  { id, directory }: Stack,
  { prepare, init = [], ...options }: AloneOptions,
  work: (workspace: Workspace, directory: string) => Promise<T>,
): Promise<T> {
  const elsewhere = mkdtempSync(join(tmpdir(), 'meridian-'));
  const copy = join(elsewhere, id);
  try {
    cpSync(directory, copy, { recursive: true, filter: (source) => !source.includes('/.terraform') });
    prepare?.(copy);
    const workspace = new Workspace({ ...options, directory: copy });
    await workspace.init(...init);
    return await work(workspace, copy);
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}
