import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalProcess } from 'local-aws/daemon/processes';
import { findServices, type ServicesState } from 'local-aws/daemon/state';
import { LOCAL_DIRECTORY } from '../../local/directory';

/** The requests that the local AWS has answered since it was started, and before that where it was started twice. */
export function requestLog(): Record<string, string>[] {
  return ['router.previous.log', 'router.log']
    .map((name) => `.local/logs/${name}`)
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Kills the local AWS once Terraform has made so many resources of a stack; says whether it came to that. */
export async function killDuringApply(stackId: string, made: number, signal: AbortSignal): Promise<boolean> {
  const log = `.local/logs/${stackId}.log`;
  const before = completed(log);
  while (!signal.aborted && completed(log) < before + made) await sleep(100);
  const services = findServices(LOCAL_DIRECTORY);
  if (signal.aborted || services === undefined) return false;
  kill(services);
  return true;
}

export function kill({ daemon, moto }: ServicesState): void {
  for (const process of [daemon, moto]) signalProcess(process, 'SIGKILL');
}

const completed = (log: string): number =>
  existsSync(log) ? readFileSync(log, 'utf8').split('"type":"apply_complete"').length - 1 : 0;
