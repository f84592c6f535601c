import type { Operation } from './operations';

/** What is applied at a time: places in the list of steps. */
export type Done = ReadonlySet<number>;

/** More than these are not all looked at. */
const MOST_TIMES = 400;
/** Up to so many steps, each pair of them is looked at. */
const MOST_PAIRED = 20;

/** Orders in which the steps of an apply may be done, seen as sets of what is done at a time. */
export class Schedule {
  /** For each step, everything that comes before it, and everything after. */
  private readonly before: Set<number>[];
  private readonly behind: Set<number>[];
  private readonly collected = new Set<number>();
  /** Every set of steps that may be done at a time; undefined where there are too many. */
  private readonly all: readonly Done[] | undefined;

  constructor(private readonly operations: readonly Pick<Operation, 'after'>[]) {
    this.before = operations.map(() => new Set<number>());
    for (const index of operations.keys()) this.collect(index);
    this.behind = operations.map((_, index) => {
      const waiting = this.before.flatMap((all, other) => (all.has(index) ? [other] : []));
      return new Set(waiting);
    });
    this.all = this.every();
  }

  /** The steps in one order in which they may be done. */
  order(): number[] {
    const indices = this.operations.map((_, index) => index);
    return indices.sort((a, b) => this.size(a) - this.size(b) || a - b);
  }

  /** Whether every set of steps that may be done at a time is among `times()`. */
  readonly isWhole = () => this.all !== undefined;

  /** What may be done at a time, between nothing and everything: every set where there are not too many, else those that show the most. */
  times(): Done[] {
    const all = this.all ?? this.telling();
    const unique = new Map(all.map((done) => [keyOf(done), done]));
    unique.delete(keyOf(new Set()));
    unique.delete(keyOf(new Set(this.operations.keys())));
    return [...unique.values()];
  }

  /** With everything that has to be done before. */
  upTo(steps: Iterable<number>): Done {
    const done = new Set<number>();
    for (const step of steps) {
      done.add(step);
      for (const each of this.before[step] ?? []) done.add(each);
    }
    return done;
  }

  /** Steps of a set that nothing else in it waits for. */
  last(done: Done): number[] {
    return [...done].filter((step) => ![...(this.behind[step] ?? [])].some((each) => done.has(each)));
  }

  private collect(index: number): Set<number> {
    const found = this.before[index] as Set<number>;
    if (this.collected.has(index)) return found;
    this.collected.add(index);
    for (const each of this.operations[index]?.after ?? []) {
      found.add(each);
      for (const earlier of this.collect(each)) found.add(earlier);
    }
    return found;
  }

  private readonly size = (index: number) => this.before[index]?.size ?? 0;

  private every(): Done[] | undefined {
    const found = new Map<string, Done>([['', new Set()]]);
    const open: Done[] = [new Set()];
    for (let done = open.pop(); done !== undefined; done = open.pop()) {
      for (const step of this.operations.keys()) {
        if (done.has(step) || ![...(this.before[step] ?? [])].every((each) => done?.has(each))) continue;
        const next = new Set([...done, step]);
        const key = keyOf(next);
        if (found.has(key)) continue;
        if (found.size >= MOST_TIMES) return undefined;
        found.set(key, next);
        open.push(next);
      }
    }
    return [...found.values()];
  }

  /** One order, and for each step (and pair, where there are few) the soonest that it may be done, and the latest that it may not. */
  private telling(): Done[] {
    const steps = [...this.operations.keys()];
    const pairs =
      steps.length > MOST_PAIRED ? [] : steps.flatMap((a) => steps.filter((b) => b > a).map((b) => [a, b]));
    const few = [...steps.map((step) => [step]), ...pairs];
    const order = this.order();
    return [
      ...order.map((_, index) => new Set(order.slice(0, index + 1))),
      ...few.map((some) => this.upTo(some)),
      ...few.map((some) => this.without(some)),
    ];
  }

  /** Everything but some steps and what waits for them. */
  private without(some: readonly number[]): Done {
    const missing = new Set(some.flatMap((step) => [step, ...(this.behind[step] ?? [])]));
    return new Set([...this.operations.keys()].filter((step) => !missing.has(step)));
  }
}

const keyOf = (done: Done) => [...done].sort((a, b) => a - b).join(' ');

/** What there is once some steps are done. */
export function applied<T>(
  before: ReadonlyMap<string, T>,
  operations: readonly { readonly key: string; readonly resource?: T; readonly keepsAs?: string }[],
  order: readonly number[],
  done: Done,
): Map<string, T> {
  const objects = new Map(before);
  for (const index of order) {
    const operation = operations[index];
    if (operation === undefined || !done.has(index)) continue;
    const { key, resource, keepsAs } = operation;
    const former = objects.get(key);
    if (keepsAs !== undefined && former !== undefined) objects.set(keepsAs, former);
    if (resource === undefined) objects.delete(key);
    else objects.set(key, resource);
  }
  return objects;
}
