import { join } from 'node:path';
import { lastLines } from 'local-aws/daemon/moto';
import { isRunning } from 'local-aws/daemon/processes';
import type { ServicesState } from 'local-aws/daemon/state';
import { logsDirectory } from 'local-aws/directory';
import { endLeftovers } from './leftovers';

const INTERVAL_MILLISECONDS = 1000;

/**
 * Runs work that needs the services, and ends it when they end in the middle: Terraform by itself would
 * ask a dead address for minutes, and what it could still write down is gone anyway.
 */
export async function whileRunning<T>(
  { daemon, moto }: ServicesState,
  directory: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const gone = new AbortController();
  const timer = setInterval(() => {
    if (!gone.signal.aborted && !(isRunning(daemon) && isRunning(moto))) {
      gone.abort();
      // An interrupt of the user's own is answered with patience; here there is nothing to wait for.
      void endLeftovers(directory, 2000);
    }
  }, INTERVAL_MILLISECONDS);
  try {
    return await work(AbortSignal.any([signal, gone.signal]));
  } finally {
    clearInterval(timer);
    if (gone.signal.aborted && !signal.aborted) {
      console.error(
        `The local AWS ended in the middle. ${lastLines(join(logsDirectory(directory), 'daemon.log'))}`,
      );
    }
  }
}
