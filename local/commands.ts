import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockHolder } from 'local-aws/daemon/lock';
import { endProcess } from 'local-aws/daemon/processes';
import { type Started, startServices, stopServices } from 'local-aws/daemon/services';
import type { ServicesState } from 'local-aws/daemon/state';
import { localEnvironment, shellExports } from 'local-aws/environment';
import { findMoto } from 'local-aws/setup/moto';
import { toolEnvironment } from '../terraform/tool-environment';
import { DAEMON, LOCAL_DIRECTORY } from './directory';
import { endLeftovers } from './leftovers';
import { type CommandOptions, deployStacks, runningServices } from './run-stacks';
import { whatToTry } from './summary';

/** Held by whoever starts, deploys or destroys: one at a time. */
export const LOCK_FILE = join(LOCAL_DIRECTORY, 'run.lock');

export async function up({ signal }: CommandOptions): Promise<Started> {
  const port = process.env.MERIDIAN_LOCAL_PORT;
  if (port !== undefined && !/^\d{1,5}$/.test(port)) {
    throw new Error(`MERIDIAN_LOCAL_PORT: expected a port number, got ${JSON.stringify(port)}`);
  }
  const started = await startServices({
    directory: LOCAL_DIRECTORY,
    daemon: DAEMON,
    port: port === undefined ? undefined : Number(port),
    moto: async () => {
      const launch = await findMoto({
        directory: LOCAL_DIRECTORY,
        indexUrl: process.env.MERIDIAN_PYTHON_INDEX_URL,
        onProgress: (text) => console.log(`${text} …`),
        signal,
      });
      console.log(`Starting the local AWS: ${launch.description}.`);
      return launch;
    },
    signal,
  });
  const { state } = started;
  if (started.started) {
    forgetOtherInstances(state);
    console.log(`The local AWS is up at ${state.endpoint}.`);
  } else {
    console.log(`The local AWS is already running at ${state.endpoint}, since ${state.startedAt}.`);
  }
  if (started.outdated) {
    console.log('It was started from older sources of its own: npm stop, then npm start, to run these.');
  }
  return started;
}

export async function start(options: CommandOptions): Promise<number> {
  const services = await up(options);
  try {
    const status = await deployStacks(options, [], services.state);
    if (status === 0) {
      console.log(
        `\n${whatToTry(options.deployment, { ...services.state, host: await servedHost(services.state) })}`,
      );
    }
    return status;
  } finally {
    if (options.signal.aborted && services.started) {
      await stopServices(LOCAL_DIRECTORY);
      console.log('The local AWS was started by this command and has been stopped again.');
    }
  }
}

/** A name of the first distribution at the edge, `www` where there is one. */
async function servedHost({ edge }: ServicesState): Promise<string | undefined> {
  const answer = await fetch(`${edge.endpoint}/_local/distributions`);
  const distributions = (await answer.json()) as { aliases: string[] }[];
  const names = distributions.flatMap(({ aliases }) => aliases);
  return names.find((name) => name.startsWith('www.')) ?? names[0];
}

/** Ends a deployment that another terminal runs, whatever a killed one left behind, and the services. */
export async function down(): Promise<number> {
  const holder = lockHolder(LOCK_FILE);
  if (holder && holder.pid !== process.pid) {
    console.log(`Interrupting process ${holder.pid}, which works on the local AWS …`);
    await endProcess(holder, [
      { signal: 'SIGINT', waitMilliseconds: 60_000 },
      { signal: 'SIGKILL', waitMilliseconds: 5000 },
    ]);
  }
  const leftovers = await endLeftovers(LOCAL_DIRECTORY);
  const stopped = await stopServices(LOCAL_DIRECTORY);
  const more = leftovers > 0 ? ` and ${leftovers} processes that had been left behind` : '';
  console.log(stopped || more ? `Stopped the local AWS${more}.` : 'Nothing was running.');
  return 0;
}

/** Shell commands, for `eval`. */
export async function printEnvironment(): Promise<number> {
  const local = localEnvironment(runningServices().endpoint);
  console.log(shellExports({ ...local, ...(await toolEnvironment()) }));
  return 0;
}

/** What an earlier local AWS had been told is gone with it, and so is the state that a bootstrap kept of it. */
function forgetOtherInstances({ instance }: ServicesState): void {
  const directory = join(LOCAL_DIRECTORY, 'bootstrap');
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    if (name !== instance) {
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
}
