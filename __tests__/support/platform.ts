import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import type { Document } from '../../config/document';
import { createPlatform, plannedStacks } from '../../stacks/platform';
import type { PlannedStack } from '../../stacks/stack-kind';
import { type SynthesizedStack, synthesizedStacks } from '../../terraform/synthesized';
import { Synthesized } from './synthesize';

/** One stack of a document; `id` comes without the deployment, such as `region-asia`. */
export function plannedStack(document: Document, id: string): PlannedStack {
  const platform = plannedStacks(document);
  const found = platform.find((stack) => stack.id === `${document.deployment}-${id}`);
  if (found === undefined)
    throw new Error(`no stack "${id}" among ${platform.map((stack) => stack.id).join(', ')}`);
  return found;
}

/** The same, synthesized alone. */
export function synthesizedStack(document: Document, id: string): Synthesized {
  const stack = plannedStack(document, id);
  return Synthesized.stack(
    stack.create(Testing.app(), { document, stack, platform: plannedStacks(document) }),
  );
}

/** Every stack of a document, synthesized as `main.ts` does it, as tools see them. Their folder goes with the run of the tests. */
export function synthesizedStacksOf(document: Document): readonly SynthesizedStack[] {
  return synthesizedStacks(synthesizedFolderOf(document));
}

/** What is to be known of them, for who synthesizes many documents: their folder goes at once. */
export function ofSynthesizedStacks<T>(
  document: Document,
  known: (stacks: readonly SynthesizedStack[]) => T,
): T {
  const folder = synthesizedFolderOf(document);
  try {
    return known(synthesizedStacks(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function synthesizedFolderOf(document: Document): string {
  const outdir = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  const app = new App({ outdir });
  createPlatform(app, document);
  app.synth();
  return outdir;
}
