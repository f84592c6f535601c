import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly exitCode: number;
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string;
  readonly seconds: number;
}

/**
 * Runs a command as a user would, shows what it prints, and ends it when it takes longer than allowed. `interruptAt` sends it one Ctrl-C,
 * once that is true of what it has printed.
 */
export function run(
  command: string,
  timeoutMinutes: number,
  interruptAt: (output: string) => boolean = () => false,
): Promise<CommandResult> {
  const started = Date.now();
  process.stdout.write(`\n$ ${command}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const chunks: Buffer[] = [];
    const printed = () => Buffer.concat(chunks).toString('utf8');
    let isInterrupted = false;
    const timer = setTimeout(() => {
      process.stdout.write(`\n(ended after ${timeoutMinutes} minutes)\n`);
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMinutes * 60_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        process.stdout.write(chunk);
        if (isInterrupted || child.pid === undefined || !interruptAt(printed())) return;
        isInterrupted = true;
        process.kill(-child.pid, 'SIGINT');
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const seconds = (Date.now() - started) / 1000;
      process.stdout.write(`(${seconds.toFixed(0)} s)\n`);
      resolve({ exitCode: code ?? -1, output: printed(), seconds });
    });
  });
}
