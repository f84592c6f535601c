import type { StackProgress } from './stack-progress';

/** Fewer resources say nothing about the pace. */
const FEW = 20;

/** How far several stacks are together, and how long the rest takes at their pace. */
export class Overall {
  private readonly startedAt: number;

  /** `expected` is the number of resources of each stack, which the plan of one that was applied before comes nowhere near. */
  constructor(
    private readonly expected: ReadonlyMap<string, number>,
    private readonly now: () => number,
  ) {
    this.startedAt = now();
  }

  /** Such as `3 of 12 stacks, 310 resources made; about 6 min left at this pace`. */
  summary(atWork: readonly StackProgress[], ended: readonly StackProgress[]): string {
    const all = [...atWork, ...ended];
    const made = sum(all.map(({ done }) => done));
    const stacks = `${ended.length} of ${this.expected.size} stacks`;
    if (made === 0) return stacks;
    const left = made < FEW ? 0 : (this.remaining(atWork, ended) / made) * (this.now() - this.startedAt);
    return `${stacks}, ${made} resources made${left === 0 ? '' : `; about ${inWords(left / 1000)} left at this pace`}`;
  }

  private remaining(atWork: readonly StackProgress[], ended: readonly StackProgress[]): number {
    const planned = [...atWork, ...ended].filter(({ planned }) => planned !== undefined);
    const sizes = sum(planned.map(({ stackId }) => this.expected.get(stackId) ?? 0));
    // What is not planned yet changes as much of its resources as what is.
    const share = sizes === 0 ? 1 : sum(planned.map((each) => each.planned ?? 0)) / sizes;
    const known = new Set([...planned, ...ended].map(({ stackId }) => stackId));
    const unknown = sum([...this.expected].map(([id, size]) => (known.has(id) ? 0 : size)));
    return sum(atWork.map((each) => Math.max(0, (each.planned ?? 0) - each.done))) + share * unknown;
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

const inWords = (seconds: number) =>
  seconds < 60 ? `${Math.max(10, Math.ceil(seconds / 10) * 10)} s` : `${Math.round(seconds / 60)} min`;
