import { explain, protectedStack } from './known-failures';
import { LocalCopy, type LocalCopyOptions } from './local-copy';
import { type State, StateStore } from './state-store';
import { isProtected, isStateStack, type SynthesizedStack, synthesizedStacks } from './synthesized';

export interface BootstrapOptions extends LocalCopyOptions {
  /** Such as `demo`: the first part of every stack id. */
  readonly deployment: string;
  /** @default - `cdktf.out` */
  readonly outputDirectory?: string;
}

export interface BootstrapResult {
  /**
   * `created`: the bucket and all it needs; `moved`: only the state, which an interrupted run had left on this machine;
   * `unchanged`: there was nothing to do.
   */
  readonly stateStack: 'created' | 'moved' | 'unchanged';
  /** Stacks that got an empty state, so that their readers can say what is missing. */
  readonly registered: readonly string[];
}

/**
 * Creates what holds every state of a deployment, and moves its own state into it. Every step can be interrupted and
 * run again: what has been done is recognized by what exists, never by a note about it.
 */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapResult> {
  const { stack, others } = stacksOf(options);
  const store = new StateStore(stack.backend, stack.deployment, options.environment);
  try {
    const stateStack = await createStateStack(new LocalCopy(stack, options), store);
    const registered: string[] = [];
    for (const { id, backend } of others) if (await store.register(backend.key)) registered.push(id);
    return { stateStack, registered };
  } finally {
    store.close();
  }
}

/**
 * The way back: moves the state of the state stack to this machine and destroys the stack. Every other stack has to be
 * destroyed before. A bucket that the document protects is not destroyed: Terraform refuses it.
 */
export async function destroyBootstrap(options: BootstrapOptions): Promise<'destroyed' | 'unchanged'> {
  const { stack, others } = stacksOf(options);
  const store = new StateStore(stack.backend, stack.deployment, options.environment);
  const copy = new LocalCopy(stack, options);
  try {
    const hasBucket = await store.hasBucket();
    const remote = hasBucket ? await store.read(stack.backend.key) : undefined;
    const kept = copy.state();
    if (remote === undefined && kept === undefined) return 'unchanged';
    // Terraform would refuse it too, but only after the state has left the bucket.
    if (isProtected(stack)) throw new Error(protectedStack(stack.id));
    if (hasBucket) await refuseWhileInUse(others, store);

    // What an interrupted destroy left here is ahead of the bucket's copy, which it may already have deleted.
    const isAhead = kept !== undefined && (remote === undefined || isSameOrNewer(kept, remote));
    if (!isAhead) await copy.moveHere();
    else await copy.useHere();
    await copy.workspace.destroy();
    copy.remove();
    return 'destroyed';
  } catch (error) {
    throw explain(error, stack);
  } finally {
    store.close();
  }
}

function stacksOf({ deployment, outputDirectory }: BootstrapOptions) {
  const all = synthesizedStacks(outputDirectory);
  const stack = stateStackOf(deployment, all);
  return { stack, others: all.filter((other) => other.deployment === deployment && other !== stack) };
}

/** The stack that holds the states of a deployment. */
export function stateStackOf(deployment: string, all: readonly SynthesizedStack[]): SynthesizedStack {
  const stateStacks = all.filter(isStateStack);
  const found = stateStacks.find((stack) => stack.deployment === deployment);
  if (!found) {
    const known = stateStacks.map((stack) => stack.deployment).join(', ');
    throw new Error(`There is no deployment "${deployment}": expected one of ${known}`);
  }
  return found;
}

async function createStateStack(copy: LocalCopy, store: StateStore): Promise<BootstrapResult['stateStack']> {
  const { stack } = copy;
  try {
    const hasBucket = await store.hasBucket();
    const remote = hasBucket ? await store.read(stack.backend.key) : undefined;
    const kept = copy.state();
    if (remote !== undefined && remote.resources.length > 0) {
      if (kept === undefined || isSameOrNewer(remote, kept)) {
        copy.remove();
        return 'unchanged';
      }
    } else if (hasBucket && kept === undefined) {
      throw new Error(
        `The bucket "${stack.backend.bucket}" exists, and neither it nor ${copy.directory} holds the state of "${stack.id}": choose another state.bucketName, or, if the bucket is left over from an earlier attempt, delete it`,
      );
    }

    await copy.useHere();
    const { add, change, remove } = await copy.workspace.apply();
    await copy.moveToBucket();
    const moved = await store.read(stack.backend.key);
    if (!moved || moved.resources.length === 0) {
      throw new Error(
        `The state of "${stack.id}" did not arrive in "${stack.backend.bucket}"; it is safe in ${copy.directory}: run this again`,
      );
    }
    copy.remove();
    return add + change + remove === 0 ? 'moved' : 'created';
  } catch (error) {
    throw explain(error, stack);
  }
}

async function refuseWhileInUse(others: readonly SynthesizedStack[], store: StateStore): Promise<void> {
  const states = await Promise.all(
    others.map(async ({ id, backend }) => ({ id, state: await store.read(backend.key) })),
  );
  const used = states.filter(({ state }) => (state?.resources.length ?? 0) > 0).map(({ id }) => `"${id}"`);
  if (used.length > 0) {
    throw new Error(`The bucket holds the state of ${used.join(', ')}: destroy what they own first`);
  }
}

/** Both copies come from one creation, so the serial says which is further on; two creations are for a person to settle. */
function isSameOrNewer(one: State, other: State): boolean {
  if (one.lineage !== other.lineage) {
    throw new Error(
      'The state in the bucket and the one kept on this machine come from two different creations: remove the one that is wrong',
    );
  }
  return one.serial >= other.serial;
}
