import type { App, TerraformStack } from 'cdktf';
import type { Document } from '../config/document';
import { kinds } from './registry';
import { stackId } from './stack-ids';
import type { PlannedStack } from './stack-kind';

/** Every stack that a document asks for, in the order of first application. */
export function plannedStacks(document: Document): PlannedStack[] {
  return kinds.flatMap((kind) =>
    kind.stacks(document).map((stack) => ({
      team: teamOf(document, kind.team),
      awsRegions: [stack.awsRegion],
      recordNames: [],
      reads: [],
      ...stack,
      id: stackId(document, kind.contract, stack.name),
      kind,
    })),
  );
}

/** All of them, with what they consist of. */
export function createPlatform(app: App, document: Document): TerraformStack[] {
  const platform = plannedStacks(document);
  return platform.map((stack) => stack.create(app, { document, stack, platform }));
}

function teamOf({ teams }: Document, key: string): string {
  const team = teams[key];
  if (team === undefined) throw new Error(`teams: expected "${key}", which owns a kind of stack`);
  return team.name;
}
