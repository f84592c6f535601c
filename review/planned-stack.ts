import type { SynthesizedStack } from '../terraform/synthesized';
import type { PlanJson } from './plan-json';

/** Why a stack is in a review: what it asks for differs from the base, it reads an output that changes, or somebody has asked for it. */
export type Reason = 'added' | 'changed' | 'removed' | 'reader' | 'asked';

/** Where the value of an output comes from that a stack is planned with. */
export type InputSource =
  /** The producer's state, as it is applied. */
  | 'live'
  /** The producer's plan of the same review: nobody has applied it. */
  | 'planned'
  /** Made up from the contract's type, where even the plan does not know it. */
  | 'placeholder';

export interface Input {
  /** Id of the stack that publishes it. */
  readonly producer: string;
  readonly output: string;
  readonly source: InputSource;
}

/** A stack that somebody has applied since a plan was made. */
export interface AppliedSince {
  readonly stack: string;
  /** What the plan reads of it and has changed; none where it is the planned stack itself. */
  readonly outputs: readonly string[];
}

/** A stack that a planned one reads, that a change touches, and that the same review does not plan. */
export interface UnplannedUpstream {
  readonly stack: string;
  /** What the plan reads of it. */
  readonly outputs: readonly string[];
  /** What the change touches: the stack itself, or one that it reads in turn. */
  readonly touched: string;
}

/** One stack of a review and its plan. */
export interface PlannedStack {
  /** As synthesized from the head; of the base where the stack is removed. */
  readonly stack: SynthesizedStack;
  readonly reason: Reason;
  readonly inputs: readonly Input[];
  /** Whether nothing of it is there yet. @default false */
  readonly isNew?: boolean;
  /** Undefined where Terraform could not plan it. */
  readonly plan?: PlanJson;
  /** Why, in a sentence. */
  readonly problem?: string;
  /** There where the plan is one that may be applied, as far as it was made: gates are asked afterwards. */
  readonly kept?: object;
  /** @default - nobody */
  readonly appliedSince?: readonly AppliedSince[];
  /** @default - none */
  readonly unplanned?: readonly UnplannedUpstream[];
}

/** Planned with a value that nobody has applied: it may be read, and never applied. */
export const isTainted = ({ inputs }: Pick<PlannedStack, 'inputs'>) =>
  inputs.some(({ source }) => source !== 'live');

/** Such as `4 values of "x-global" (1 made up)`: what nobody has applied of what a stack is planned with, by who publishes it. */
export function unappliedInWords(inputs: readonly Input[]): string[] {
  const made = inputs.filter(({ source }) => source !== 'live');
  return [...new Set(made.map(({ producer }) => producer))].map((producer) => {
    const of = made.filter((each) => each.producer === producer);
    const madeUp = of.filter(({ source }) => source === 'placeholder').length;
    const values = of.length === 1 ? `${of[0]?.output}` : `${of.length} values`;
    return `${values} of "${producer}"${madeUp === 0 ? '' : ` (${madeUp === of.length ? '' : `${madeUp} `}made up)`}`;
  });
}
