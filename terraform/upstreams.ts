import { missingBucket, noCredentials, StateStore } from './state-store';
import type { SynthesizedStack } from './synthesized';
import { TerraformError } from './terraform-error';

export interface UpstreamOptions {
  /** Added to `process.env`, as for Terraform. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How a stack is applied here; the advice quotes it. @default - the per-team command */
  readonly applyCommand?: (stackId: string) => string;
}

const perTeamCommand = (stackId: string) => `npm run stack -- apply ${stackId}`;

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
 * Throws one sentence when a stack that reads this one still owns something. Roles that may not see the readers' states
 * learn nothing here: for them the plan to destroy is the only guard.
 */
export async function refuseWhileRead(
  stack: SynthesizedStack,
  all: readonly SynthesizedStack[],
  { environment = {} }: UpstreamOptions = {},
): Promise<void> {
  const store = new StateStore(stack.backend, stack.deployment, environment);
  try {
    const readers = all.filter(({ upstreams }) => upstreams.includes(stack.id));
    const states = await Promise.all(
      readers.map(async ({ id, backend }) => ({
        id,
        state: await store.read(backend.key).catch(() => undefined),
      })),
    );
    const using = states.filter(({ state }) => (state?.resources.length ?? 0) > 0).map(({ id }) => `"${id}"`);
    if (using.length > 0) {
      throw new Error(`Stack "${stack.id}" is read by ${using.join(' and ')}: destroy what reads it first`);
    }
  } finally {
    store.close();
  }
}

/** One sentence for what Terraform says at length, where this project knows the remedy; otherwise the error itself. */
export function explain(
  error: unknown,
  stack: SynthesizedStack,
  { applyCommand = perTeamCommand }: UpstreamOptions = {},
): Error {
  if (!(error instanceof TerraformError)) return error instanceof Error ? error : new Error(String(error));
  const errors = error.diagnostics.filter(({ severity }) => severity === 'error');
  const everything = [error.message, ...errors.map(({ summary, detail }) => `${summary}\n${detail}`)].join(
    '\n',
  );

  if (/NoSuchBucket|S3 bucket "[^"]*" does not exist|bucket does not exist/i.test(everything)) {
    return new Error(missingBucket(stack.backend.bucket, stack.deployment), { cause: error });
  }
  if (
    /No valid credential sources found|no EC2 IMDS role found|failed to refresh cached credentials/i.test(
      everything,
    )
  ) {
    return new Error(noCredentials, { cause: error });
  }
  const unread = errors.flatMap((diagnostic) => {
    const read = /data\.terraform_remote_state\.([\w-]+)/.exec(
      `${diagnostic.address} ${diagnostic.detail}`,
    )?.[1];
    const applyFirst = /apply "([^"]+)" first/.exec(diagnostic.detail)?.[1];
    return /Unable to find remote state/i.test(diagnostic.summary)
      ? [read ?? '']
      : applyFirst
        ? [applyFirst]
        : [];
  });
  if (unread.length > 0 && unread.length === errors.length) {
    const known = [...new Set(unread)].filter((id) => id !== '');
    return new Error(notApplied(stack.id, known.length > 0 ? known : stack.upstreams, applyCommand), {
      cause: error,
    });
  }
  if (errors.length > 0 && errors.every(({ summary }) => summary === 'Instance cannot be destroyed')) {
    return new Error(protectedStack(stack.id), { cause: error });
  }
  const lock =
    /Lock Info:\s*ID:\s*(\S+)[\s\S]*?Operation:\s*(\S+)[\s\S]*?Who:\s*(\S+)[\s\S]*?Created:\s*([^\n]+)/.exec(
      everything,
    );
  if (lock) {
    const [, id, operation = '', who, created = ''] = lock;
    return new Error(
      `${who} has "${stack.id}" locked since ${created.replace(/\.\d+.*/, ' UTC')} (${operation.replace('OperationType', '').toLowerCase()}): wait for it, or, if that run is dead, "terraform -chdir=cdktf.out/stacks/${stack.id} force-unlock ${id}"`,
      { cause: error },
    );
  }
  return error;
}

export const protectedStack = (stackId: string) =>
  `"${stackId}" is protected against deletion: set deletionProtection (for the state bucket, state.deletionProtection) to false in the document, apply "${stackId}", and destroy it then`;

function notApplied(
  reader: string,
  missing: readonly string[],
  applyCommand: (stackId: string) => string,
): string {
  const names = missing.map((id) => `"${id}"`).join(' and ');
  const commands = missing.map((id) => `"${applyCommand(id)}"`).join(' and ');
  return `Stack "${reader}" reads ${names}, which ${missing.length === 1 ? 'has' : 'have'} not been applied: run ${commands} first`;
}
