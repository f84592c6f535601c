import { Testing } from 'cdktf';
import type { Document } from '../../config/document';
import { plannedStacks } from '../../stacks/platform';
import type { PlannedStack } from '../../stacks/stack-kind';
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
