import minimatch from 'minimatch';
import { type Changes, isNothing } from '../terraform/json-output';
import type { SynthesizedStack } from '../terraform/synthesized';
import { TerraformError } from '../terraform/terraform-error';
import { type Random, shuffled } from './random-sequence';

/** What teams do with a stack, each with the role that CI has for it. */
export interface Teams {
  /** Computes what `apply` then does; rejects with one sentence where that is refused. */
  plan(stack: SynthesizedStack): Promise<Changes>;
  apply(stack: SynthesizedStack): Promise<Changes>;
  destroy(stack: SynthesizedStack): Promise<Changes>;
}

export interface Task {
  readonly stack: SynthesizedStack;
  readonly work: 'apply' | 'destroy';
}

export interface ApplyOptions {
  readonly teams: Teams;
  readonly random: Random;
  /** Names of stacks, group after group. @default - any order */
  readonly order?: readonly (readonly string[])[];
  readonly signal: AbortSignal;
  /** Stacks side by side. @default 2 */
  readonly parallel?: number;
}

/** Such as `region-asia` by the pattern `region-*`, without the deployment. */
export const isNamed = ({ id, deployment }: Pick<SynthesizedStack, 'id' | 'deployment'>, pattern: string) =>
  minimatch(id.slice(deployment.length + 1), pattern);

/** Ids in the order in which they were done with; one in brackets was refused, and tried again. */
export async function applyInRandomOrder(tasks: readonly Task[], options: ApplyOptions): Promise<string[]> {
  const { order = [], random } = options;
  const done: string[] = [];
  for (const group of grouped(tasks, order))
    done.push(...(await applyGroup(shuffled(group, random), options)));
  return done;
}

function grouped(tasks: readonly Task[], order: readonly (readonly string[])[]): Task[][] {
  const groups: Task[][] = [...order, []].map(() => []);
  for (const task of tasks) {
    const at = order.findIndex((patterns) => patterns.some((pattern) => isNamed(task.stack, pattern)));
    groups.at(at)?.push(task);
  }
  return groups;
}

/** Who is refused, because another team has to go first, tries again when one has. */
async function applyGroup(tasks: readonly Task[], options: ApplyOptions): Promise<string[]> {
  const { teams, signal, parallel = 2 } = options;
  const waiting = [...tasks];
  const refused: { task: Task; error: unknown }[] = [];
  const done: string[] = [];
  let progressed = false;
  const team = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      signal.throwIfAborted();
      try {
        await carryOut(task, teams);
        done.push(task.stack.id);
        progressed = true;
        waiting.push(...refused.splice(0).map((one) => one.task));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        done.push(`(${task.stack.id})`);
        refused.push({ task, error: error.cause });
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: parallel }, team));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  // Somebody may have been refused just before what it waited for was done.
  if (refused.length > 0 && progressed) {
    const again = refused.map(({ task }) => task);
    return [...done, ...(await applyGroup(again, options))];
  }
  const [first] = refused;
  if (first !== undefined) throw first.error;
  return done;
}

/** A plan that ended in one sentence, before anything changed. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

async function carryOut({ stack, work }: Task, teams: Teams): Promise<void> {
  if (work === 'destroy') {
    await teams.destroy(stack);
    return;
  }
  if (isNothing(await planned(stack, teams))) return;
  await teams.apply(stack);
}

async function planned(stack: SynthesizedStack, teams: Teams): Promise<Changes> {
  try {
    return await teams.plan(stack);
  } catch (error) {
    // What nobody has a sentence for is a failure.
    if (error instanceof TerraformError) throw error;
    throw new Refused('refused', { cause: error });
  }
}
