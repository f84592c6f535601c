import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../daemon/lock';
import { isHealthy, startInWords, startServices, stopServices } from '../daemon/services';
import { findServices, type ServicesState } from '../daemon/state';
import { logsDirectory } from '../directory';
import { localEnvironment, shellExports } from '../environment';
import { forget } from '../journal/journal';
import { findMoto } from '../setup/moto';
import type { Arguments } from './arguments';

export async function start({ directory, port, hosts }: Arguments): Promise<number> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('Interrupted.')));
  const { signal } = interrupted;
  const moto = async () => {
    const launch = await findMoto({ directory, onProgress: (text) => console.log(`${text} …`), signal });
    console.log(`Starting the local AWS: ${launch.description}.`);
    return launch;
  };
  return withLock(join(directory, 'run.lock'), 'starting the local AWS', async () => {
    const started = await startServices({ directory, port, hosts, moto, signal });
    for (const line of startInWords(started)) console.log(line);
    console.log(addresses(started.state));
    return 0;
  });
}

export async function stop({ directory }: Arguments): Promise<number> {
  const stopped = await stopServices(directory);
  console.log(
    stopped ? 'Stopped the local AWS. The next start brings back what it held.' : 'Nothing was running.',
  );
  return 0;
}

/** Ends every process, and forgets what was held. */
export async function reset(args: Arguments): Promise<number> {
  await stop(args);
  const removed = existsSync(args.directory) ? forget(args.directory) : [];
  console.log(
    removed.length === 0
      ? 'There was nothing to forget.'
      : `Forgot what it held: removed ${removed.join(', ')}.`,
  );
  return 0;
}

/** Exits with 1 where nothing runs, for scripts. */
export async function status({ directory }: Arguments): Promise<number> {
  const state = findServices(directory);
  if (state === undefined) {
    console.log('The local AWS is not running.');
    return 1;
  }
  console.log(`The local AWS has been running since ${state.startedAt}.`);
  console.log(`${addresses(state)}\n  logs          ${logsDirectory(directory)}`);
  if (await isHealthy(state)) return 0;
  console.log('It does not answer.');
  return 1;
}

export async function printEnvironment({ directory }: Arguments): Promise<number> {
  const state = findServices(directory);
  if (state === undefined) throw new Error('the local AWS is not running: npx local-aws start');
  console.log(shellExports(localEnvironment(state.endpoint)));
  return 0;
}

const addresses = ({ endpoint, edge }: ServicesState) => `  AWS's APIs    ${endpoint}
  edge          ${edge.endpoint}, as any host of a distribution: curl -H 'Host: …'
  console       ${edge.endpoint}/_local`;
