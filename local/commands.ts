import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type SynthesizedStack, synthesizedStacks } from '../terraform/synthesized';
import { shellExports, toolEnvironment } from '../terraform/tool-environment';
import { deploy, type RunOptions, type StackResult } from './deploy';
import { countInBucket, destroy } from './destroy';
import { LOCAL_DIRECTORY, PROJECT_DIRECTORY } from './directory';
import { Display } from './display/display';
import { table } from './display/table';
import { localEnvironment } from './environment';
import { Interrupted } from './interruption';
import { endLeftovers, findLeftovers } from './services/leftovers';
import { lockHolder } from './services/lock';
import { endProcess } from './services/processes';
import { isHealthy, type Started, startServices, stopServices } from './services/services';
import { readState, type ServicesState } from './services/state';
import { servicesVersion } from './services/version';
import { whileRunning } from './services/watch';
import { findMoto } from './setup/moto';
import { failures, resultTable, sentence, succeeded, whatToTry } from './summary';
import { synthesize } from './synth';

export interface CommandOptions {
  readonly deployment: string;
  /** Stacks side by side. */
  readonly parallel?: number;
  readonly signal: AbortSignal;
}

/** Held by whoever starts, deploys or destroys: one at a time. */
export const LOCK_FILE = join(LOCAL_DIRECTORY, 'run.lock');

const SYNTHESIZED = join(PROJECT_DIRECTORY, 'cdktf.out', 'stacks');

export async function up({ signal }: CommandOptions): Promise<Started> {
  const port = process.env.MERIDIAN_LOCAL_PORT;
  if (port !== undefined && !/^\d{1,5}$/.test(port)) {
    throw new Error(`MERIDIAN_LOCAL_PORT: expected a port number, got ${JSON.stringify(port)}`);
  }
  const started = await startServices({
    port: port === undefined ? undefined : Number(port),
    moto: async () => {
      const launch = await findMoto({
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
      console.log(`\n${whatToTry(options.deployment, services.state.endpoint)}`);
    }
    return status;
  } finally {
    if (options.signal.aborted && services.started) {
      await stopServices();
      console.log('The local AWS was started by this command and has been stopped again.');
    }
  }
}

export async function deployStacks(
  options: CommandOptions,
  names: readonly string[],
  services = runningServices(),
): Promise<number> {
  console.log('Synthesizing …');
  await synthesize(options.signal);
  const stacks = selected(deploymentStacks(options.deployment), names, options.deployment);
  return report(options, services, (run) => deploy({ ...run, stacks }));
}

export async function destroyStacks(options: CommandOptions): Promise<number> {
  const services = runningServices();
  if (!existsSync(SYNTHESIZED)) {
    await synthesize(options.signal);
  }
  return report(options, services, (run) =>
    destroy({ ...run, stacks: deploymentStacks(options.deployment) }),
  );
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
  const stopped = await stopServices();
  const more = leftovers > 0 ? ` and ${leftovers} processes that had been left behind` : '';
  console.log(stopped || more ? `Stopped the local AWS${more}.` : 'Nothing was running.');
  return 0;
}

export async function status({ deployment }: CommandOptions): Promise<number> {
  const state = readState(LOCAL_DIRECTORY);
  const healthy = state !== undefined && (await isHealthy(state));
  if (!state || !healthy) {
    console.log(
      state ? 'The local AWS has ended by itself: see .local/logs.' : 'The local AWS is not running.',
    );
    const left = findLeftovers(LOCAL_DIRECTORY).length;
    console.log(
      `${left > 0 ? `${left} processes were left behind: npm stop ends them. ` : ''}npm start starts it.`,
    );
    return 1;
  }
  const { daemon, moto } = state;
  console.log(`The local AWS is up at ${state.endpoint} since ${state.startedAt}.`);
  console.log(`  router and emulators: process ${daemon.pid}, .local/logs/daemon.log and router.log`);
  console.log(`  moto: process ${moto.pid}, port ${moto.port}, .local/logs/moto.log`);
  if (state.version !== servicesVersion()) {
    console.log('  started from older sources: npm stop, then npm start, to run these');
  }
  if (existsSync(SYNTHESIZED)) {
    const environment = localEnvironment(state.endpoint);
    const rows = await Promise.all(
      deploymentStacks(deployment).map(async (stack) => [
        stack.id,
        (await countInBucket(stack, environment)) || '-',
      ]),
    );
    console.log(`\n${table(['stack', 'resources in its state'], rows)}`);
  }
  return 0;
}

/** Shell commands, for `eval`. */
export async function printEnvironment(): Promise<number> {
  const local = localEnvironment(runningServices().endpoint);
  console.log(shellExports({ ...local, ...(await toolEnvironment()) }));
  return 0;
}

function runningServices(): ServicesState {
  const state = readState(LOCAL_DIRECTORY);
  if (!state) {
    throw new Error('the local AWS is not running: npm run local -- up, or npm start');
  }
  return state;
}

function deploymentStacks(deployment: string): SynthesizedStack[] {
  const all = synthesizedStacks();
  const stacks = all.filter((stack) => stack.deployment === deployment);
  if (stacks.length === 0) {
    const known = [...new Set(all.map((stack) => stack.deployment))].join(', ');
    throw new Error(`--deployment: expected one of ${known}, got ${deployment}`);
  }
  return stacks;
}

/** Names with or without the deployment in front; none means all. */
function selected(stacks: readonly SynthesizedStack[], names: readonly string[], deployment: string) {
  const ids = names.map((name) => {
    const stack = stacks.find(({ id }) => id === name || id === `${deployment}-${name}`);
    if (!stack) {
      throw new Error(`stack: expected one of ${stacks.map(({ id }) => id).join(', ')}, got ${name}`);
    }
    return stack.id;
  });
  return ids.length === 0 ? [...stacks] : stacks.filter(({ id }) => ids.includes(id));
}

async function report(
  { signal, parallel }: CommandOptions,
  services: ServicesState,
  work: (run: Omit<RunOptions, 'stacks'>) => Promise<StackResult[]>,
): Promise<number> {
  // Nobody else works here: what a killed command left running holds locks.
  await endLeftovers(LOCAL_DIRECTORY);
  const started = performance.now();
  const { stdout } = process;
  const display = new Display({
    write: (text) => stdout.write(text),
    isTty: stdout.isTTY === true,
    columns: stdout.columns,
  });
  const directory = LOCAL_DIRECTORY;
  const environment = localEnvironment(services.endpoint);
  const { instance } = services;
  const results = await whileRunning(services, directory, signal, (either) =>
    work({ environment, directory, instance, parallel, display, signal: either }),
  ).finally(() => display.close());
  console.log(`\n${resultTable(results)}\n`);
  for (const failure of failures(results)) {
    console.error(`${failure}\n`);
  }
  console.log(sentence(results, Math.round((performance.now() - started) / 1000)));
  if (signal.aborted) {
    throw signal.reason instanceof Interrupted ? signal.reason : new Error('interrupted');
  }
  return succeeded(results) ? 0 : 1;
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
