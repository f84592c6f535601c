import { join } from 'node:path';
import { withLock } from '../daemon/lock';
import { isHealthy, startServices, stopServices } from '../daemon/services';
import { findServices, type ServicesState } from '../daemon/state';
import { logsDirectory } from '../directory';
import { localEnvironment, shellExports } from '../environment';
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
    const { state, started } = await startServices({ directory, port, hosts, moto, signal });
    console.log(
      started ? 'The local AWS is up.' : `The local AWS is running already, since ${state.startedAt}.`,
    );
    console.log(addresses(state));
    return 0;
  });
}

export async function stop({ directory }: Arguments): Promise<number> {
  console.log((await stopServices(directory)) ? 'Stopped the local AWS.' : 'Nothing was running.');
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
