import { type SynthesizedStack, stackJson } from '../terraform/synthesized';
import { canonicalJson, canonicalStack } from './canonical';
import type { Reason } from './planned-stack';

/** A stack that differs between two syntheses. */
export interface Selected {
  /** Of the head; of the base where the stack is removed. */
  readonly stack: SynthesizedStack;
  readonly reason: Exclude<Reason, 'reader'>;
}

export interface Wanted {
  readonly head: readonly SynthesizedStack[];
  /** Undefined where there is nothing to compare with. */
  readonly base?: readonly SynthesizedStack[] | undefined;
  /** Every stack of the head, changed or not. */
  readonly all: boolean;
  /** Only these, changed or not; where there is none, every stack that is changed. */
  readonly ids: readonly string[];
}

/** What a review plans in any case. */
export function selectedStacks({ head, base, all, ids }: Wanted): readonly Selected[] {
  const changed = base === undefined ? [] : changedStacks(base, head);
  const asked = head
    .filter(({ id }) => all || ids.includes(id))
    .filter(({ id }) => !changed.some(({ stack }) => stack.id === id))
    .map((stack): Selected => ({ stack, reason: 'asked' }));
  return [...changed, ...asked].filter(({ stack }) => ids.length === 0 || ids.includes(stack.id));
}

/** What is added and changed, upstreams first; then what is removed, readers first. */
export function changedStacks(
  base: readonly SynthesizedStack[],
  head: readonly SynthesizedStack[],
): readonly Selected[] {
  const before = new Map(base.map((stack) => [stack.id, stack]));
  const after = new Set(head.map(({ id }) => id));
  const present = head.flatMap((stack): Selected[] => {
    const old = before.get(stack.id);
    if (old === undefined) return [{ stack, reason: 'added' }];
    return canonicalStack(old) === canonicalStack(stack) ? [] : [{ stack, reason: 'changed' }];
  });
  const removed = base
    .filter(({ id }) => !after.has(id))
    .map((stack): Selected => ({ stack, reason: 'removed' }));
  return [...present, ...removed.reverse()];
}

/** Names of the outputs that two syntheses of a stack ask for differently; all of them where there is one only. */
export function changedOutputs(
  base: Pick<SynthesizedStack, 'directory'> | undefined,
  head: Pick<SynthesizedStack, 'directory'> | undefined,
): readonly string[] {
  const [before, after] = [base, head].map((stack) => (stack && stackJson(stack).output) ?? {});
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].filter(
    (name) => canonicalJson(before?.[name] ?? null) !== canonicalJson(after?.[name] ?? null),
  );
}
