import { notApplied, perTeamCommand } from './known-failures';
import { type StateResource, StateStore } from './state-store';
import type { SynthesizedStack } from './synthesized';

export interface UpstreamOptions {
  /** Added to `process.env`, as for Terraform. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How a stack is applied here; the advice quotes it. @default - the per-team command */
  readonly applyCommand?: (stackId: string) => string;
}

/** Throws one sentence when a stack that this one reads has not been applied; so it fails in a second, not in a plan. */
export async function requireUpstreams(
  stack: SynthesizedStack,
  { environment = {}, applyCommand = perTeamCommand }: UpstreamOptions = {},
): Promise<void> {
  const store = new StateStore(stack.backend, stack.deployment, environment);
  try {
    const states = await Promise.all(
      stack.upstreams.map(async (id) => ({ id, state: await store.read(`${id}.tfstate`) })),
    );
    // A stack that reads nothing still needs the bucket; its own key is the one that every role may read.
    if (stack.upstreams.length === 0) await store.read(stack.backend.key);
    const missing = states.filter(({ state }) => Object.keys(state?.outputs ?? {}).length === 0);
    if (missing.length > 0)
      throw new Error(
        notApplied(
          stack.id,
          missing.map(({ id }) => id),
          applyCommand,
        ),
      );
  } finally {
    store.close();
  }
}

/**
 * Throws one sentence when a stack was last applied as a reader of this one. Its state says so, not its sources, which may be
 * ahead of it or behind. Roles that may not see the readers' states learn nothing here: for them the plan to destroy is
 * the only guard.
 */
export async function refuseWhileRead(
  stack: SynthesizedStack,
  all: readonly SynthesizedStack[],
  { environment = {} }: UpstreamOptions = {},
): Promise<void> {
  const siblings = all.filter((other) => other !== stack && other.deployment === stack.deployment);
  const states = await visibleStates(stack, siblings, environment);
  const using = states.filter(({ resources }) => reads(resources, stack.id)).map(({ id }) => `"${id}"`);
  if (using.length > 0) {
    throw new Error(`Stack "${stack.id}" is read by ${using.join(' and ')}: destroy what reads it first`);
  }
}

/** What stacks hold that lie in one bucket with this one; nothing where these credentials may not see a state. */
export async function visibleStates(
  { backend, deployment }: SynthesizedStack,
  stacks: readonly SynthesizedStack[],
  environment: Readonly<Record<string, string>>,
) {
  const store = new StateStore(backend, deployment, environment);
  try {
    return await Promise.all(
      stacks.map(async ({ id, name, backend: { key } }) => {
        const state = await store.read(key).catch(() => undefined);
        return { id, name, resources: state?.resources ?? [] };
      }),
    );
  } finally {
    store.close();
  }
}

const reads = (resources: readonly StateResource[], id: string) =>
  resources.some(
    ({ mode, type, name }) => mode === 'data' && type === 'terraform_remote_state' && name === id,
  );
