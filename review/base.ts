import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../terraform/paths';
import { platformProgram } from '../terraform/synthesize';
import { type SynthesizedStack, synthesizedStacks } from '../terraform/synthesized';

/** Longest time for git, and for the synthesis of another commit. */
const LONGEST_MILLISECONDS = 10 * 60 * 1000;

const execute = promisify(execFile);

async function git(directory: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const ended = await execute('git', args, {
    cwd: directory,
    timeout: LONGEST_MILLISECONDS,
    ...(signal ? { signal } : {}),
  }).catch((error: Error & { readonly code?: unknown; readonly stderr?: string }) => {
    signal?.throwIfAborted();
    if (error.code === 'ENOENT') throw new Error('"git" is not found, which --base needs', { cause: error });
    const [first = error.message] = error.stderr?.match(/^(?:fatal|error): .*$/m) ?? [];
    throw new Error(`--base needs git, which says of ${directory}: ${first.replace(/^\w+: /, '')}`, {
      cause: error,
    });
  });
  return ended.stdout.trim();
}

/** The commit that a change of the checkout began at: where it left the branch or commit that `ref` names. */
export async function baseCommit(ref: string, directory = root): Promise<string> {
  // What git lacks here altogether is not the fault of the ref.
  await headCommit(directory);
  // A ref that looks like an option is one to git.
  const named = await git(directory, ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`]).catch(
    () => {
      throw new Error(`--base: expected a commit or branch of this repository, got "${ref}"`);
    },
  );
  return git(directory, ['merge-base', named, 'HEAD']).catch(() => {
    throw new Error(
      `--base: "${ref}" and HEAD have no commit in common here: fetch the whole history (fetch-depth: 0)`,
    );
  });
}

/** The commit of the checkout. */
export const headCommit = (directory = root) => git(directory, ['rev-parse', 'HEAD']);

export interface BaseOptions {
  readonly signal?: AbortSignal;
  /** The checkout. @default - the repository */
  readonly directory?: string;
  /** Writes every stack of a folder's sources into another folder. @default - `main.ts` of that commit */
  readonly synthesize?: (sources: string, output: string, signal?: AbortSignal) => Promise<void>;
}

/**
 * Works with the stacks of another commit: its sources are unpacked into a folder that is removed afterwards, and use the
 * modules of this checkout. Git's own list of work trees is left alone, so that nothing has to be cleaned up there.
 */
export async function withStacksOf<T>(
  commit: string,
  work: (stacks: readonly SynthesizedStack[]) => Promise<T>,
  { signal, directory = root, synthesize = synthesizeSources }: BaseOptions = {},
): Promise<T> {
  const elsewhere = mkdtempSync(join(tmpdir(), 'meridian-base-'));
  const [sources, archive, output] = ['sources', 'sources.tar', 'cdktf.out'].map((name) =>
    join(elsewhere, name),
  ) as [string, string, string];
  try {
    mkdirSync(sources);
    await git(directory, ['archive', `--output=${archive}`, commit], signal);
    await execute('tar', ['-xf', archive, '-C', sources], { timeout: LONGEST_MILLISECONDS });
    symlinkSync(join(directory, 'node_modules'), join(sources, 'node_modules'));
    await synthesize(sources, output, signal);
    return await work(synthesizedStacks(output));
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

async function synthesizeSources(sources: string, output: string, signal?: AbortSignal): Promise<void> {
  const bounded = AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(LONGEST_MILLISECONDS)]);
  try {
    await platformProgram([], bounded, { CDKTF_OUTDIR: output }, sources);
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(`The base cannot be synthesized: ${error instanceof Error ? error.message : error}`);
  }
}
