import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';
import { endProcess, identify, type ProcessIdentity } from './processes';

const WAIT_SECONDS = 180;

/** How moto is started; `{port}` in an argument stands for the port. */
export interface MotoLaunch {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it comes from, for people. */
  readonly description: string;
}

export interface Moto {
  readonly port: number;
  readonly process: ProcessIdentity;
  readonly child: ChildProcess;
}

/** Its standard input is a pipe that nobody writes to: moto ends when we do, however we end. */
export async function startMoto(launch: MotoLaunch, logFile: string, signal: AbortSignal): Promise<Moto> {
  const port = await freePort();
  const log = openSync(logFile, 'w');
  const child = spawn(
    launch.command,
    launch.args.map((argument) => argument.replaceAll('{port}', String(port))),
    { stdio: ['pipe', log, log], env: { ...process.env, ...launch.environment } },
  );
  closeSync(log);
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  let ended: string | undefined;
  child.on('error', (error) => {
    ended = `cannot be started: ${error.message}`;
  });
  child.on('exit', (code, by) => {
    ended ??= `ended with ${by ?? `status ${code}`}`;
  });
  const end = Date.now() + WAIT_SECONDS * 1000;
  while (!(await answers(port))) {
    if (Date.now() > end) {
      ended = `did not answer within ${WAIT_SECONDS} s`;
    }
    if (signal.aborted) {
      ended ??= 'was interrupted';
    }
    if (ended !== undefined) {
      break;
    }
    await sleep(50);
  }
  if (ended !== undefined || !identity) {
    if (identity) {
      await stopMoto({ port, process: identity, child });
    }
    throw new Error(`moto ${ended}. ${lastLines(logFile)}`.trim());
  }
  return { port, process: identity, child };
}

export async function stopMoto({ child, process }: Moto): Promise<void> {
  child.stdin?.destroy();
  await endProcess(process, [
    { signal: 'SIGTERM', waitMilliseconds: 3000 },
    { signal: 'SIGKILL', waitMilliseconds: 3000 },
  ]);
}

export function lastLines(file: string, count = 5): string {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? '' : `Its last words (${file}):\n${text.split('\n').slice(-count).join('\n')}`;
  } catch {
    return '';
  }
}

/** Any answer will do; an accepted connection would not, as a container's port accepts before it listens. */
async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/moto-api/`, { signal: AbortSignal.timeout(5000) });
    await answer.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
