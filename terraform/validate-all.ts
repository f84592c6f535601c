import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sideBySide } from './side-by-side';
import type { SynthesizedStack } from './synthesized';
import { requiredProviders } from './synthesized';
import { Workspace } from './workspace';

export interface Verdict {
  readonly stack: SynthesizedStack;
  /** Undefined when Terraform accepts the stack. */
  readonly error?: Error;
  readonly seconds: number;
}

export interface ValidateOptions {
  readonly onVerdict?: (verdict: Verdict) => void;
  readonly signal?: AbortSignal;
  /** Stacks at a time. @default 2 - each takes a core while it loads the provider */
  readonly concurrency?: number;
  /** @default - `terraformBinary()` */
  readonly binary?: string;
}

/**
 * `terraform validate` of every stack, in scratch folders: nothing in the stacks' own folders is touched.
 *
 * Terraform installs the providers once for all stacks that ask for the same; each stack is then validated by itself.
 */
export async function validateAll(
  stacks: readonly SynthesizedStack[],
  { onVerdict, signal, concurrency = 2, binary }: ValidateOptions = {},
): Promise<Verdict[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'meridian-validate-'));
  const shared = { ...(signal ? { signal } : {}), ...(binary === undefined ? {} : { binary }) };
  const installed = new Map<string, Promise<string>>();
  /** A folder with the providers of this stack and the lock file that goes with them. */
  const installFor = (stack: SynthesizedStack): Promise<string> => {
    const providers = JSON.stringify(requiredProviders(stack));
    const known =
      installed.get(providers) ?? install(join(scratch, `providers-${installed.size}`), providers, shared);
    installed.set(providers, known);
    return known;
  };

  const validate = async (stack: SynthesizedStack): Promise<Verdict> => {
    const start = performance.now();
    const verdict = (error?: unknown): Verdict => ({
      stack,
      ...(error === undefined ? {} : { error: error instanceof Error ? error : new Error(String(error)) }),
      seconds: (performance.now() - start) / 1000,
    });
    try {
      const providers = await installFor(stack);
      const directory = join(scratch, stack.id);
      symlinkStack(stack.directory, directory);
      cpSync(join(providers, '.terraform.lock.hcl'), join(directory, '.terraform.lock.hcl'));
      const environment = { TF_DATA_DIR: join(providers, '.terraform') };
      await new Workspace({ directory, environment, ...shared }).validate();
      return verdict();
    } catch (error) {
      return verdict(error);
    }
  };

  try {
    return await sideBySide(stacks, concurrency, async (stack) => {
      const verdict = await validate(stack);
      onVerdict?.(verdict);
      return verdict;
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function install(
  directory: string,
  providers: string,
  shared: Pick<ValidateOptions, 'signal' | 'binary'>,
): Promise<string> {
  mkdirSync(directory);
  writeFileSync(join(directory, 'main.tf.json'), `{"terraform":{"required_providers":${providers}}}`);
  const { signal, binary } = shared;
  await new Workspace({
    directory,
    ...(signal ? { signal } : {}),
    ...(binary === undefined ? {} : { binary }),
  }).init();
  return directory;
}

/** Assets are read where they are; only the folder is Terraform's to write into. */
function symlinkStack(from: string, to: string): void {
  mkdirSync(to);
  for (const name of ['cdk.tf.json', 'assets']) symlinkSync(join(from, name), join(to, name));
}
