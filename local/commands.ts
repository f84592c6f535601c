import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockHolder } from 'local-aws/daemon/lock';
import { endProcess } from 'local-aws/daemon/processes';
import { stopServices } from 'local-aws/daemon/services';
import type { ServicesState } from 'local-aws/daemon/state';
import { localEnvironment, shellExports } from 'local-aws/environment';
import { forget } from 'local-aws/journal/journal';
import { terraformBinary } from '../terraform/binary';
import { TOOL_VARIABLES, toolEnvironment } from '../terraform/tool-environment';
import { LOCAL_DIRECTORY } from './directory';
import { endLeftovers } from './leftovers';
import { type CommandOptions, deployStacks, runningServices } from './run-stacks';
import { whatToTry } from './summary';
import { up } from './up';

/** Held by whoever starts, deploys or destroys: one at a time. */
export const LOCK_FILE = join(LOCAL_DIRECTORY, 'run.lock');

export async function start(options: CommandOptions): Promise<number> {
  // What is missing is said before anything runs in the background.
  await terraformBinary({ onMessage: (message) => console.log(message) });
  const services = await up({ signal: options.signal, say: console.log });
  console.log(`Watch it come up in a browser: ${services.state.edge.endpoint}/_local`);
  try {
    const status = await deployStacks({ ...options, keepsApplied: true }, [], services.state);
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
  console.log(
    stopped || more
      ? `Stopped the local AWS${more}. npm start brings it back as it was.`
      : 'Nothing was running.',
  );
  return 0;
}

/** Ends everything, and forgets what was applied: the next start begins with an empty account. */
export async function reset(): Promise<number> {
  await down();
  const kept = ['bootstrap', 'applied'].filter((name) => existsSync(join(LOCAL_DIRECTORY, name)));
  for (const name of kept) rmSync(join(LOCAL_DIRECTORY, name), { recursive: true });
  if (existsSync(LOCAL_DIRECTORY)) kept.unshift(...forget(LOCAL_DIRECTORY));
  const removed = kept.map((name) => `.local/${name}`).join(', ');
  console.log(
    removed === '' ? 'There was nothing to forget.' : `Forgot what was applied: removed ${removed}.`,
  );
  return 0;
}

/** Shell commands, for `eval`; with `undo` those that take them back. */
export async function printEnvironment({ undo }: { readonly undo: boolean }): Promise<number> {
  if (undo) {
    const names = [...Object.keys(localEnvironment('')), ...TOOL_VARIABLES];
    console.log(shellExports(Object.fromEntries(names.map((name) => [name, '']))));
    return 0;
  }
  const local = localEnvironment(runningServices().endpoint);
  console.log(shellExports({ ...local, ...(await toolEnvironment()) }));
  return 0;
}
