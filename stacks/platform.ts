import type { App, TerraformStack } from 'cdktf';
import type { Document } from '../config/document';
import { kinds } from './registry';
import { stackId } from './stack-ids';
import type { PlannedStack, StackKind } from './stack-kind';

/** Every stack that a document asks for, in the order of first application. */
export function plannedStacks(document: Document, registry: readonly StackKind[] = kinds): PlannedStack[] {
  return registry.flatMap((kind) =>
    kind.stacks(document).map((stack) => ({
      ...teamOf(document, kind),
      awsRegions: [stack.awsRegion],
      recordNames: [],
      resourceNames: [],
      reads: [],
      deletionProtection: document.deletionProtection,
      ...stack,
      id: stackId(document, kind.contract, stack.name),
      kind,
    })),
  );
}

/** All of them, with what they consist of. */
export function createPlatform(
  app: App,
  document: Document,
  registry: readonly StackKind[] = kinds,
): TerraformStack[] {
  const platform = plannedStacks(document, registry);
  return platform.map((stack) => stack.create(app, { document, stack, platform }));
}

function teamOf({ teams }: Document, { contract, team: key }: StackKind) {
  const team = teams[key];
  if (team === undefined) throw new Error(`teams: expected "${key}", which owns "${contract.kind}"`);
  return { team: team.name, alarmEmail: team.email };
}
