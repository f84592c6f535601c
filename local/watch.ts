import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from 'local-aws/daemon/moto';
import { isRunning, signalProcess } from 'local-aws/daemon/processes';
import type { Started } from 'local-aws/daemon/services';
import type { ServicesState } from 'local-aws/daemon/state';
import { logsDirectory } from 'local-aws/directory';
import { endLeftovers, findLeftovers } from './leftovers';

/** Services that end again and again have a reason that no start takes away. */
const STARTS = 3;

export interface WatchOptions {
  readonly services: ServicesState;
  /** `.local` */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Starts the services again. */
  readonly restart: () => Promise<Started>;
  readonly say: (text: string) => void;
  /** How often it is looked whether they run. @default 1000 */
  readonly everyMilliseconds?: number;
}

/**
 * Runs work that needs the services. Where they end in the middle they are started again with what they had, and Terraform is
 * held still until they answer: it repeats what it got no answer to. Where that fails the work is ended, as Terraform by
 * itself would ask a dead address for minutes.
 */
export async function whileRunning<T>(
  options: WatchOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { directory, signal } = options;
  const gone = new AbortController();
  const done = new AbortController();
  const watching = watch(options, done.signal).catch((error: Error) => {
    gone.abort(error);
    // An interrupt of the user's own is answered with patience; here there is nothing to wait for.
    return endLeftovers(directory, 2000);
  });
  try {
    return await work(AbortSignal.any([signal, gone.signal]));
  } finally {
    done.abort();
    await watching;
    if (gone.signal.aborted && !signal.aborted) {
      const words = lastLines(join(logsDirectory(directory), 'daemon.log'));
      console.error(`The local AWS ended in the middle: ${gone.signal.reason.message}. ${words}`);
    }
  }
}

/** Resolves when the work is done; rejects when the services cannot be had any more. */
async function watch(options: WatchOptions, done: AbortSignal): Promise<void> {
  const { services, directory, signal, restart, say, everyMilliseconds = 1000 } = options;
  let { daemon, moto, instance } = services;
  for (let starts = 0; !done.aborted; await sleep(everyMilliseconds)) {
    if (signal.aborted || (isRunning(daemon) && isRunning(moto))) continue;
    if (starts++ === STARTS) throw new Error(`it was started again ${STARTS} times`);
    say('The local AWS has ended in the middle: it is started again with what it had.');
    const held = findLeftovers(directory);
    for (const one of held) signalProcess(one, 'SIGSTOP');
    try {
      const { state } = await restart();
      if (state.instance !== instance) throw new Error('what it had is lost');
      ({ daemon, moto, instance } = state);
    } finally {
      for (const one of held) signalProcess(one, 'SIGCONT');
    }
  }
}
