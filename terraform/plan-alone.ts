import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Changes } from './json-output';
import type { SynthesizedStack } from './synthesized';
import { Workspace, type WorkspaceOptions } from './workspace';

/** What an apply of the stack would change, planned in a copy of its folder: nothing of other stacks or of earlier runs lies there. */
export async function planAlone(
  { id, directory }: Pick<SynthesizedStack, 'id' | 'directory'>,
  options: Omit<WorkspaceOptions, 'directory'>,
): Promise<Changes> {
  const elsewhere = mkdtempSync(join(tmpdir(), 'meridian-'));
  const copy = join(elsewhere, id);
  try {
    cpSync(directory, copy, { recursive: true, filter: (source) => !source.includes('/.terraform') });
    const workspace = new Workspace({ ...options, directory: copy });
    await workspace.init();
    return await workspace.plan();
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}
