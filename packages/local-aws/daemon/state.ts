import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from './processes';

/** `services.json`: the services that were started, and how to tell that they are still the same. */
export interface ServicesState {
  /** Of the sources that the services were started from. */
  readonly version: string;
  /** Names what the local AWS holds, over its starts: what is applied to another one is none of its own. */
  readonly instance: string;
  readonly endpoint: string;
  readonly port: number;
  /** Where viewers ask, such as `http://127.0.0.1:4666`. */
  readonly edge: { readonly endpoint: string; readonly port: number };
  readonly daemon: ProcessIdentity;
  readonly moto: ProcessIdentity & { readonly port: number };
  readonly startedAt: string;
}

const file = (directory: string) => join(directory, 'services.json');

export function readState(directory: string): ServicesState | undefined {
  try {
    return JSON.parse(readFileSync(file(directory), 'utf8'));
  } catch {
    return undefined;
  }
}

export function writeState(directory: string, state: ServicesState): void {
  mkdirSync(directory, { recursive: true });
  const partial = `${file(directory)}.${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(partial, file(directory));
}

export function removeState(directory: string): void {
  rmSync(file(directory), { force: true });
}

/** The services whose processes are there; whether they answer is for `checkHealth` to say. */
export function findServices(directory: string): ServicesState | undefined {
  const state = readState(directory);
  return state && isRunning(state.daemon) && isRunning(state.moto) ? state : undefined;
}
