import { join } from 'node:path';
import { logsDirectory } from 'local-aws/directory';
import { type BootstrapOptions, type BootstrapResult, bootstrap } from '../terraform/bootstrap';
import { refuseDestruction } from '../terraform/destruction-guard';
import { type Changes, isNothing } from '../terraform/json-output';
import { explain } from '../terraform/known-failures';
import { isStateStack, type SynthesizedStack } from '../terraform/synthesized';
import { Workspace, type WorkspaceOptions } from '../terraform/workspace';
import type { Applied } from './applied';
import type { CiCredentials } from './ci-roles';
import { bootstrapDirectory } from './directory';
import type { Display } from './display/display';
import { type Outcome, runInOrder, SIDE_BY_SIDE } from './schedule';
import { clockTime } from './summary';

/** What this needs of a `Workspace`. */
export type StackTerraform = Pick<Workspace, 'init' | 'plan' | 'plannedResources' | 'apply' | 'destroy'>;

export interface RunOptions {
  /** In the order of apply: all of one deployment, or some of them. */
  readonly stacks: readonly SynthesizedStack[];
  /** What reaches the local AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** How Terraform works on stacks. @default - as the account's administrator */
  readonly credentials?: CiCredentials;
  /** `.local`: logs, and what the bootstrap keeps. */
  readonly directory: string;
  /** Of the running local AWS: what an earlier one left is of no use to it. */
  readonly instance: string;
  /** Terraform or OpenTofu. @default - `terraformBinary()` */
  readonly binary?: string;
  /** Stacks side by side. @default SIDE_BY_SIDE */
  readonly parallel?: number;
  readonly display: Display;
  readonly signal?: AbortSignal;
  /** @default - a `Workspace` */
  readonly terraform?: (options: WorkspaceOptions) => StackTerraform;
}

export interface DeployOptions extends RunOptions {
  /** Notes what stacks are applied from. @default - nothing is noted */
  readonly applied?: Pick<Applied, 'since' | 'remember' | 'forget'>;
  /** Leaves alone what is as it was applied, without a plan. @default false */
  readonly keepsApplied?: boolean;
  /** @default - `bootstrap()` */
  readonly createStateBucket?: (options: BootstrapOptions) => Promise<BootstrapResult>;
}

export interface StackResult {
  readonly stack: SynthesizedStack;
  readonly outcome: 'applied' | 'unchanged' | 'kept' | 'destroyed' | 'failed' | 'skipped' | 'interrupted';
  readonly changes: Pick<Changes, 'add' | 'change' | 'remove'>;
  readonly seconds: number;
  /** When it was applied, where that was not looked into again. */
  readonly appliedAt?: Date;
  /** Why it failed, or which stacks it would have needed. */
  readonly reason?: string;
}

const NO_CHANGES = { add: 0, change: 0, remove: 0 };

/** Commands of Terraform that change resources. */
const CHANGING: ReadonlySet<string> = new Set(['apply', 'destroy']);

type TerraformRun = Pick<RunOptions, 'environment' | 'credentials' | 'directory' | 'binary' | 'signal'> & {
  readonly display?: Pick<Display, 'take'>;
};

/** How one stack's Terraform is run against the local AWS. */
export function workspaceOptions(options: TerraformRun, stack: SynthesizedStack): WorkspaceOptions {
  return {
    directory: stack.directory,
    environment: async (command) => ({
      ...runEnvironment(options, stack.id),
      ...(await options.credentials?.(stack, CHANGING.has(command) ? 'apply' : 'plan')),
    }),
    signal: options.signal,
    binary: options.binary,
    onProgress: (event) => options.display?.take(stack.id, event),
    logFile: join(logsDirectory(options.directory), `${stack.id}.log`),
  };
}

/** Names the stack in the router's log, and marks the processes so that `npm stop` finds those that outlived us. */
export const runEnvironment = (
  { environment, directory }: Pick<RunOptions, 'environment' | 'directory'>,
  stackId: string,
) => ({
  ...environment,
  TF_APPEND_USER_AGENT: `meridian-stack/${stackId}`,
  MERIDIAN_LOCAL_RUN: directory,
});

/** Applies every stack after those that it reads; independent ones side by side. */
export async function deploy(options: DeployOptions): Promise<StackResult[]> {
  const { display, signal, terraform = (workspace) => new Workspace(workspace) } = options;
  const seconds = new Map<string, number>();
  const stateStack = options.stacks.find(isStateStack);
  const { applied, keepsApplied = false } = options;

  const applyStack = async (stack: SynthesizedStack): Promise<StackResult> => {
    signal?.throwIfAborted();
    display.begin(stack.id);
    try {
      const appliedAt = keepsApplied ? await applied?.since(stack) : undefined;
      if (appliedAt) {
        const seconds = display.end(stack.id, `as applied at ${clockTime(appliedAt)}`);
        return { stack, outcome: 'kept', changes: NO_CHANGES, seconds, appliedAt };
      }
      applied?.forget(stack);
      const created = isStateStack(stack) ? await createStateBucket(options, stack) : undefined;
      const { outcome, changes } =
        created ?? (await applyChanges(terraform(workspaceOptions(options, stack)), stack));
      await applied?.remember(stack);
      return { stack, outcome, changes, seconds: display.end(stack.id, describe(outcome, changes)) };
    } catch (error) {
      seconds.set(stack.id, display.end(stack.id, signal?.aborted ? 'interrupted' : 'failed'));
      throw explain(error, stack, { applyCommand: (id) => `npx meridian local deploy ${id}` });
    }
  };

  const tasks = options.stacks.map((stack) => ({
    id: stack.id,
    stack,
    weight: stack.resourceCount,
    // Nobody reads the state stack, but all need its bucket.
    after: stateStack && stack !== stateStack ? [stateStack.id, ...stack.upstreams] : stack.upstreams,
  }));
  display.expect(new Map(tasks.map(({ id, weight }) => [id, weight])));
  const outcomes = await runInOrder(tasks, options.parallel ?? SIDE_BY_SIDE, ({ stack }) =>
    applyStack(stack),
  );
  return options.stacks.map((stack) => resultOf(stack, outcomes.get(stack.id), seconds, signal));
}

export function resultOf(
  stack: SynthesizedStack,
  outcome: Outcome<StackResult> | undefined,
  seconds: ReadonlyMap<string, number>,
  signal?: AbortSignal,
): StackResult {
  if (outcome?.kind === 'done') {
    return outcome.result;
  }
  const failed = { stack, changes: NO_CHANGES, seconds: seconds.get(stack.id) ?? 0 };
  if (outcome?.kind === 'failed' && !signal?.aborted) {
    const reason = outcome.error instanceof Error ? outcome.error.message : String(outcome.error);
    return { ...failed, outcome: 'failed', reason };
  }
  return {
    ...failed,
    outcome: signal?.aborted ? 'interrupted' : 'skipped',
    reason: outcome?.kind === 'skipped' ? outcome.because.join(', ') : undefined,
  };
}

async function applyChanges(workspace: StackTerraform, stack: SynthesizedStack) {
  await workspace.init();
  const planned = await workspace.plan();
  if (isNothing(planned)) {
    return { outcome: 'unchanged', changes: NO_CHANGES } as const;
  }
  await refuseDestruction(workspace, planned, stack, {
    applyCommand: (id) => `npx meridian apply ${id} --local`,
  });
  return { outcome: 'applied', changes: await workspace.apply() } as const;
}

/** The first time, Terraform cannot keep the state stack's state in the bucket that the stack is about to create. */
async function createStateBucket(options: DeployOptions, stack: SynthesizedStack) {
  const { createStateBucket: create = bootstrap } = options;
  let changes: StackResult['changes'] = NO_CHANGES;
  const { stateStack } = await create({
    deployment: stack.deployment,
    environment: runEnvironment(options, stack.id),
    workDirectory: bootstrapDirectory(options.directory, options.instance),
    signal: options.signal,
    logFile: workspaceOptions(options, stack).logFile,
    onProgress: (event) => {
      options.display.take(stack.id, event);
      if (event.kind === 'planned') {
        changes = { add: event.add, change: event.change, remove: event.remove };
      }
    },
  });
  return stateStack === 'unchanged' ? undefined : ({ outcome: 'applied', changes } as const);
}

function describe(outcome: 'applied' | 'unchanged', { add, change, remove }: StackResult['changes']): string {
  if (outcome === 'unchanged') {
    return 'nothing to change';
  }
  return `applied (${add} added, ${change} changed, ${remove} destroyed)`;
}
