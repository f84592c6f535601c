import { mkdtempSync } from 'node:fs';
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

/** Every stack of a document, synthesized as `main.ts` does it, as tools see them. */
export function synthesizedStacksOf(document: Document): readonly SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  const app = new App({ outdir });
  createPlatform(app, document);
  app.synth();
  return synthesizedStacks(outdir);
}
