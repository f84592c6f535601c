import { type BootstrapOptions, destroyBootstrap } from '../terraform/bootstrap';
import { explain } from '../terraform/known-failures';
import { type StateResource, StateStore } from '../terraform/state-store';
import { isStateStack, type SynthesizedStack } from '../terraform/synthesized';
import { Workspace } from '../terraform/workspace';
import { type RunOptions, resultOf, runEnvironment, type StackResult, workspaceOptions } from './deploy';
import { bootstrapDirectory } from './directory';
import { runInOrder, SIDE_BY_SIDE } from './schedule';

export interface DestroyOptions extends RunOptions {
  /** @default - `destroyBootstrap()` */
  readonly destroyStateBucket?: (options: BootstrapOptions) => Promise<'destroyed' | 'unchanged'>;
  /** How many resources a stack's state holds. @default - asks the state bucket */
  readonly resourcesInState?: (stack: SynthesizedStack) => Promise<number>;
}

const NO_CHANGES = { add: 0, change: 0, remove: 0 };

/** Destroys every stack before those that it reads, sees that each state is empty, and takes the state bucket last. */
export async function destroy(options: DestroyOptions): Promise<StackResult[]> {
  const { display, signal, stacks, terraform = (workspace) => new Workspace(workspace) } = options;
  const seconds = new Map<string, number>();
  const remaining = options.resourcesInState ?? ((stack) => countInBucket(stack, options.environment));

  const destroyStack = async (stack: SynthesizedStack): Promise<StackResult> => {
    signal?.throwIfAborted();
    display.begin(stack.id);
    try {
      const { outcome, changes } = isStateStack(stack)
        ? await destroyStateStack(options, stack)
        : await destroyResources(stack);
      const text = outcome === 'unchanged' ? 'was empty' : `destroyed (${changes.remove} resources)`;
      return { stack, outcome, changes, seconds: display.end(stack.id, text) };
    } catch (error) {
      seconds.set(stack.id, display.end(stack.id, signal?.aborted ? 'interrupted' : 'failed'));
      throw explain(error, stack, { applyCommand: (id) => `npx meridian local deploy ${id}` });
    }
  };

  const destroyResources = async (stack: SynthesizedStack) => {
    if ((await remaining(stack)) === 0) {
      return { outcome: 'unchanged', changes: NO_CHANGES } as const;
    }
    const workspace = terraform(workspaceOptions(options, stack));
    await workspace.init();
    const changes = await workspace.destroy();
    const left = await remaining(stack);
    if (left > 0) {
      throw new Error(`the state of "${stack.id}" still holds ${left} resources`);
    }
    return { outcome: 'destroyed', changes } as const;
  };

  const tasks = [...stacks].reverse().map((stack) => ({
    id: stack.id,
    stack,
    weight: stack.resourceCount,
    after: stacks
      .filter((other) => other !== stack && (isStateStack(stack) || other.upstreams.includes(stack.id)))
      .map(({ id }) => id),
  }));
  const outcomes = await runInOrder(tasks, options.parallel ?? SIDE_BY_SIDE, ({ stack }) =>
    destroyStack(stack),
  );
  return [...stacks].reverse().map((stack) => resultOf(stack, outcomes.get(stack.id), seconds, signal));
}

async function destroyStateStack(options: DestroyOptions, stack: SynthesizedStack) {
  const { destroyStateBucket = destroyBootstrap } = options;
  let removed = 0;
  const outcome = await destroyStateBucket({
    deployment: stack.deployment,
    environment: runEnvironment(options, stack.id),
    workDirectory: bootstrapDirectory(options.directory, options.instance),
    signal: options.signal,
    logFile: workspaceOptions(options, stack).logFile,
    onProgress: (event) => {
      options.display.take(stack.id, event);
      if (event.kind === 'resource' && event.action === 'delete' && event.phase === 'complete') {
        removed++;
      }
    },
  });
  return { outcome, changes: { ...NO_CHANGES, remove: removed } };
}

/** Resources in the stack's state; none where there is no bucket or no state. */
export async function countInBucket(
  { backend, deployment }: SynthesizedStack,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const store = new StateStore(backend, deployment, environment);
  try {
    const state = (await store.hasBucket()) ? await store.read(backend.key) : undefined;
    return managed(state?.resources ?? []);
  } finally {
    store.close();
  }
}

/** Data sources are remembered in a state as well, but are nothing to destroy. */
function managed(resources: readonly StateResource[]): number {
  return resources
    .filter(({ mode }) => mode !== 'data')
    .reduce((sum, { instances = [] }) => sum + instances.length, 0);
}
