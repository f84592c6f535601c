import { spawn } from 'node:child_process';

export interface RunResult {
  /** 0 when it went well; -1 when it could not be started. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly directory?: string;
}

/** Runs a program to its end; its failure is for the caller to judge. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.environment },
      signal: options.signal,
      cwd: options.directory,
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      output.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output.stderr += chunk;
    });
    child.on('error', (error) => resolve({ ...output, status: -1, stderr: error.message }));
    child.on('close', (status) => resolve({ ...output, status: status ?? -1 }));
  });
}

/** The last line that says something: where Python and pip put the reason. */
export function reason({ stdout, stderr }: RunResult): string {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line !== '' && !/^\[?(notice|WARNING)/i.test(line));
  return said.filter((line) => /error/i.test(line)).at(-1) ?? said.at(-1) ?? 'it said nothing';
}
