import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServedProviders, serveProviders } from './serve-providers';
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
 * Providers are installed and started once for all stacks that ask for the same; each stack is then validated by itself.
 */
export async function validateAll(
  stacks: readonly SynthesizedStack[],
  { onVerdict, signal, concurrency = 2, binary }: ValidateOptions = {},
): Promise<Verdict[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'meridian-validate-'));
  const shared = { ...(signal ? { signal } : {}), ...(binary === undefined ? {} : { binary }) };
  const installed = new Map<string, Promise<Installed>>();
  const installFor = (stack: SynthesizedStack): Promise<Installed> => {
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
      const { folder, served } = await installFor(stack);
      const directory = join(scratch, stack.id);
      symlinkStack(stack.directory, directory);
      cpSync(join(folder, '.terraform.lock.hcl'), join(directory, '.terraform.lock.hcl'));
      const environment = { TF_DATA_DIR: dataDirectory(folder), ...served.environment };
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
    for (const { served } of await settled(installed.values())) served.end();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The providers of some stacks. */
interface Installed {
  /** With the lock file that goes with them. */
  readonly folder: string;
  readonly served: ServedProviders;
}

const dataDirectory = (folder: string) => join(folder, '.terraform');

async function install(
  folder: string,
  providers: string,
  shared: Pick<ValidateOptions, 'signal' | 'binary'>,
): Promise<Installed> {
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.tf.json'), `{"terraform":{"required_providers":${providers}}}`);
  const { signal, binary } = shared;
  await new Workspace({
    directory: folder,
    ...(signal ? { signal } : {}),
    ...(binary === undefined ? {} : { binary }),
  }).init();
  return { folder, served: await serveProviders(dataDirectory(folder), signal) };
}

/** Those that came to something. */
async function settled<T>(promises: Iterable<Promise<T>>): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Assets are read where they are; only the folder is Terraform's to write into. */
function symlinkStack(from: string, to: string): void {
  mkdirSync(to);
  for (const name of ['cdk.tf.json', 'assets']) symlinkSync(join(from, name), join(to, name));
}
