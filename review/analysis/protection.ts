import type { PlanJson } from '../plan-json';
import type { StackSource } from './stack-source';

/** Attributes by which a resource itself refuses to be deleted. */
export const GUARDS = ['deletion_protection', 'enable_deletion_protection', 'deletion_protection_enabled'];

/**
 * Whether what the stack holds is kept. A change may take the guard away from its own blocks, from the document, or go with both:
 * so the base counts as much as the head, and the state as much as either.
 */
export function isProtected(
  base: StackSource | undefined,
  head: StackSource | undefined,
  plan: PlanJson | undefined,
): boolean {
  return (
    [base, head].some((source) => source?.stack.deletionProtection || guardedIn(source).size > 0) ||
    (plan?.resource_changes ?? []).some(({ change: { before } }) =>
      GUARDS.some((guard) => (before as Readonly<Record<string, unknown>> | null)?.[guard] === true),
    )
  );
}

/** Addresses that Terraform refuses to destroy on the base, and no longer on the head. */
export function unguarded(
  base: StackSource | undefined,
  head: StackSource | undefined,
  plan: PlanJson | undefined,
): string[] {
  const still = guardedIn(head);
  const moved = new Map(plan?.resource_changes?.map((change) => [change.previous_address, change.address]));
  return [...guardedIn(base)].filter((address) => !still.has(moved.get(address) ?? address)).sort();
}

/** Addresses of the blocks that Terraform refuses to destroy. */
export function guardedIn(source: StackSource | undefined): Set<string> {
  return new Set(
    Object.entries(source?.json.resource ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).flatMap(([name, { lifecycle }]) =>
        lifecycle?.prevent_destroy === true ? [`${type}.${name}`] : [],
      ),
    ),
  );
}
