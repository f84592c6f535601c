/** Stacks side by side where nobody says how many: they wait for the provider most of the time, so there may be more than cores. */
export const SIDE_BY_SIDE = 4;

export interface Task {
  readonly id: string;
  /** Ids of the tasks that have to succeed first; ids that are no task here count as done. */
  readonly after: readonly string[];
  /** How long it may take, in any unit. @default 1 */
  readonly weight?: number;
}

export type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Not started: one of those it comes after did not succeed. */
  | { readonly kind: 'skipped'; readonly because: readonly string[] };

/**
 * Runs each task when those before it have succeeded, at most `limit` side by side; a failure stops only what follows it.
 * Of those that could start, the one with the longest way still behind it goes first.
 */
export async function runInOrder<T extends Task, Result>(
  tasks: readonly T[],
  limit: number,
  work: (task: T) => Promise<Result>,
): Promise<Map<string, Outcome<Result>>> {
  const ids = new Set(tasks.map(({ id }) => id));
  const outcomes = new Map<string, Outcome<Result>>();
  const running = new Map<string, Promise<void>>();
  const waiting = new Set(longestWayFirst(tasks));

  const startWhatCan = () => {
    for (const task of waiting) {
      const before = task.after.filter((id) => ids.has(id));
      const unsuccessful = before.filter((id) => (outcomes.get(id)?.kind ?? 'done') !== 'done');
      if (unsuccessful.length > 0) {
        waiting.delete(task);
        outcomes.set(task.id, { kind: 'skipped', because: unsuccessful });
      } else if (running.size < limit && before.every((id) => outcomes.has(id))) {
        waiting.delete(task);
        running.set(task.id, settle(task));
      }
    }
  };
  const settle = async (task: T) => {
    try {
      outcomes.set(task.id, { kind: 'done', result: await work(task) });
    } catch (error) {
      outcomes.set(task.id, { kind: 'failed', error });
    }
    running.delete(task.id);
  };

  for (;;) {
    const before = outcomes.size;
    startWhatCan();
    if (running.size > 0) {
      await Promise.race(running.values());
    } else if (outcomes.size === before) {
      break;
    }
  }
  if (waiting.size > 0) {
    throw new Error(`these wait for each other: ${[...waiting].map(({ id }) => id).join(', ')}`);
  }
  return outcomes;
}

function longestWayFirst<T extends Task>(tasks: readonly T[]): T[] {
  const ways = new Map<T, number>();
  const way = (task: T, from: readonly T[] = []): number => {
    const known = ways.get(task);
    if (known !== undefined || from.includes(task)) {
      return known ?? 0;
    }
    const followers = tasks.filter(({ after }) => after.includes(task.id));
    const longest = (task.weight ?? 1) + Math.max(0, ...followers.map((next) => way(next, [...from, task])));
    ways.set(task, longest);
    return longest;
  };
  return [...tasks].sort((a, b) => way(b) - way(a));
}
