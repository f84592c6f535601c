import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export interface RunOptions {
  readonly binary: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
  /** Aborting it interrupts the program once, which is then waited for. */
  readonly signal?: AbortSignal;
  readonly timeoutSeconds: number;
  /** Everything printed is appended here, under this title; of what is secret only the error output. */
  readonly log?: { readonly file: string; readonly title: string; readonly isSecret: boolean };
}

export interface Ending {
  readonly code: number | null;
  /** Lines on the error output. */
  readonly errors: readonly string[];
  /** Why it ended before its time: an interrupt, the clock, a signal, or it never started. */
  readonly reason?: string;
}

/** How long a program may take to stop after an interrupt before it is killed. */
const GRACE_SECONDS = 300;

/** Runs Terraform to its end, however that comes. */
export async function run(options: RunOptions): Promise<Ending> {
  const { binary, args, directory, environment, onLine, signal, timeoutSeconds } = options;
  const child = spawn(binary, args, {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own a Ctrl-C on the terminal does not reach Terraform by itself: it gets one interrupt from
    // `stopping`, where a second one would make it drop what it is doing and lose state.
    detached: process.platform !== 'win32',
  });
  const log = options.log && openLog(options.log.file, options.log.title);
  const stopped = stopping(child, signal, timeoutSeconds);
  const errors: string[] = [];
  const listen = (stream: NodeJS.ReadableStream, isLogged: boolean, take: (line: string) => void) =>
    createInterface({ input: stream }).on('line', (line) => {
      if (isLogged) log?.write(`${line}\n`);
      take(line);
    });
  listen(child.stdout, options.log?.isSecret !== true, onLine);
  listen(child.stderr, true, (line) => errors.push(line));

  const { code, reason } = await new Promise<{ code: number | null; reason?: string }>((done) => {
    child.once('error', (error) =>
      done({ code: null, reason: `${binary} does not start: ${error.message}` }),
    );
    child.once('close', (code, by) => done({ code, ...(by ? { reason: `it was ended by ${by}` } : {}) }));
  });
  const why = stopped() ?? reason;
  await new Promise<void>((written) => (log ? log.end(written) : written()));
  return { code, errors, ...(why === undefined ? {} : { reason: why }) };
}

function openLog(file: string, title: string) {
  mkdirSync(dirname(file), { recursive: true });
  const log = createWriteStream(file, { flags: 'a', mode: 0o600 });
  log.write(`--- ${new Date().toISOString()} ${title}\n`);
  return log;
}

/** Interrupts the child when the signal or the clock says so; the returned function ends the watch and says which did. */
function stopping(child: ChildProcess, signal: AbortSignal | undefined, timeoutSeconds: number) {
  let reason: string | undefined;
  let kill: NodeJS.Timeout | undefined;
  const stop = (why: string) => {
    if (reason !== undefined) return;
    reason = why;
    child.kill('SIGINT');
    kill = setTimeout(() => child.kill('SIGKILL'), GRACE_SECONDS * 1000);
  };
  const onAbort = () => stop('it was interrupted');
  signal?.addEventListener('abort', onAbort, { once: true });
  const clock = setTimeout(
    () => stop(`it took longer than ${timeoutSeconds} seconds`),
    timeoutSeconds * 1000,
  );
  return () => {
    signal?.removeEventListener('abort', onAbort);
    clearTimeout(clock);
    clearTimeout(kill);
    return reason;
  };
}
