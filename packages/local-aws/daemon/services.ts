import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { logsDirectory, PACKAGE_DIRECTORY } from '../directory';
import type { DaemonMessage, DaemonOptions, Resumed } from './daemon';
import type { MotoLaunch } from './moto';
import { endProcess, identify, isRunning } from './processes';
import { findServices, readState, removeState, type ServicesState } from './state';
import { servicesVersion } from './version';

const DEFAULT_PORT = 4566;
/** The daemon without a plugin. */
export const DAEMON = join(__dirname, 'main.ts');

const ENDING = [
  { signal: 'SIGTERM', waitMilliseconds: 10_000 },
  { signal: 'SIGKILL', waitMilliseconds: 5000 },
] as const;

export interface StartOptions {
  /** For logs, and what is known of the services that run. */
  readonly directory: string;
  /** File of the daemon. @default - the package's, which has no plugin */
  readonly daemon?: string;
  /** Servers on this machine that stand for hosts outside AWS: ports by the hosts' names. @default - none */
  readonly hosts?: Readonly<Record<string, number>>;
  /** Exactly this port. @default - 4566, or the next free one after it */
  readonly port?: number;
  /** Finds moto, or sets it up; called only when the services have to be started. */
  readonly moto: () => Promise<MotoLaunch>;
  readonly signal?: AbortSignal;
}

export interface Started {
  readonly state: ServicesState;
  /** False: they ran before. */
  readonly started: boolean;
  /** The running ones were started from other sources than those that are here now. */
  readonly outdated: boolean;
  /** Of those that were started. */
  readonly resumed?: Resumed;
}

/** Finds the services that run and answer, or starts them in the background. */
export async function startServices(options: StartOptions): Promise<Started> {
  const { directory, daemon = DAEMON } = options;
  const running = findServices(directory);
  if (running && (await isHealthy(running))) {
    return { state: running, started: false, outdated: running.version !== servicesVersion(daemon) };
  }
  await stopServices(directory);
  const launch = await options.moto();
  options.signal?.throwIfAborted();
  return { ...(await startDaemon(directory, launch, options)), started: true, outdated: false };
}

/** What a start came to, a sentence a line. */
export function startInWords({ state, started, resumed }: Started): string[] {
  const { endpoint, startedAt } = state;
  if (!started) return [`The local AWS is already running at ${endpoint}, since ${startedAt}.`];
  const { changes = 0, differences = [], notice } = resumed ?? {};
  const again = changes === 0 ? '' : `, with what it held: ${changes} changes were made again`;
  const different = `${differences.length} of them are answered differently now: ${differences[0]}`;
  return [
    ...(notice ? [notice] : []),
    `The local AWS is up at ${endpoint}${again}.`,
    ...(differences.length === 0 ? [] : [different]),
  ];
}

/** True when there was something to end. Every process is ended by its id, and waited for. */
export async function stopServices(directory: string): Promise<boolean> {
  const state = readState(directory);
  if (!state) {
    return false;
  }
  const wasRunning = isRunning(state.daemon) || isRunning(state.moto);
  for (const identity of [state.daemon, state.moto]) {
    if (!(await endProcess(identity, ENDING))) {
      throw new Error(`process ${identity.pid} of the local AWS does not end: end it by hand`);
    }
  }
  removeState(directory);
  return wasRunning;
}

/** What the services say of themselves. */
export interface Health {
  readonly status: string;
  readonly instance: string;
  readonly journal: { readonly changes: number; readonly bytes: number };
}

/** `undefined` where it is not these services that answer at their port. */
export async function health({ endpoint, instance }: ServicesState): Promise<Health | undefined> {
  try {
    const answer = await fetch(`${endpoint}/_local/health`, { signal: AbortSignal.timeout(5000) });
    const said = (await answer.json()) as Health;
    return said.status === 'ok' && said.instance === instance ? said : undefined;
  } catch {
    return undefined;
  }
}

export const isHealthy = async (state: ServicesState) => (await health(state)) !== undefined;

async function startDaemon(
  directory: string,
  launch: MotoLaunch,
  { port, signal, daemon: file = DAEMON, hosts = {} }: StartOptions,
): Promise<Pick<Started, 'state' | 'resumed'>> {
  const logs = logsDirectory(directory);
  mkdirSync(logs, { recursive: true });
  for (const name of ['daemon', 'moto', 'router', 'edge-access', 'functions']) {
    keepPrevious(join(logs, `${name}.log`));
  }
  const options: DaemonOptions = {
    directory,
    version: servicesVersion(file),
    launch,
    hosts,
    ports:
      port === undefined ? [...Array.from({ length: 10 }, (_, index) => DEFAULT_PORT + index), 0] : [port],
  };
  const log = openSync(join(logs, 'daemon.log'), 'a');
  const daemon = spawn(
    process.execPath,
    ['--import', 'tsx', file, JSON.stringify(options)],
    // A session of its own: a Ctrl-C in the terminal is not meant for it.
    { cwd: PACKAGE_DIRECTORY, detached: true, stdio: ['ignore', log, log, 'ipc'] },
  );
  closeSync(log);
  try {
    return await firstWord(daemon, signal);
  } catch (error) {
    const identity = daemon.pid === undefined ? undefined : identify(daemon.pid);
    if (identity) {
      await endProcess(identity, ENDING);
    }
    throw error;
  } finally {
    if (daemon.connected) {
      daemon.disconnect();
    }
    daemon.unref();
  }
}

function firstWord(daemon: ChildProcess, signal?: AbortSignal): Promise<Pick<Started, 'state' | 'resumed'>> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal?.reason);
    signal?.addEventListener('abort', aborted, { once: true });
    daemon.once('message', (message: DaemonMessage) => {
      signal?.removeEventListener('abort', aborted);
      if (message.kind === 'ready') {
        resolve({ state: message.state, resumed: message.resumed });
      } else {
        reject(new Error(`the local AWS did not start: ${message.message}`));
      }
    });
    daemon.once('error', reject);
    daemon.once('exit', (code, by) =>
      reject(new Error(`the local AWS ended with ${by ?? `status ${code}`}: see daemon.log`)),
    );
  });
}

function keepPrevious(file: string): void {
  try {
    renameSync(file, file.replace(/\.log$/, '.previous.log'));
  } catch {
    // There was none.
  }
}
