import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { root, synthesized } from './paths';

/** Writes every stack anew; what the program prints is shown only when it fails, where it is the list of what is wrong. */
export async function synthesize(signal?: AbortSignal, ...args: readonly string[]): Promise<void> {
  rmSync(synthesized, { recursive: true, force: true });
  await platformProgram(args, signal);
}

/**
 * Runs the program that makes the stacks of all documents, and returns what it prints. `environment` is added to its own;
 * `directory` holds the sources.
 */
export async function platformProgram(
  args: readonly string[],
  signal?: AbortSignal,
  environment: Readonly<Record<string, string>> = {},
  directory = root,
): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'main.ts', ...args], {
    cwd: directory,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal ? { signal } : {}),
  });
  const printed: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  const text = Buffer.concat(printed).toString();
  if (code !== 0) throw new Error(`${text}${Buffer.concat(errors).toString()}`.trim());
  return text;
}
