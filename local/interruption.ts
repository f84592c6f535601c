import { LOCAL_DIRECTORY } from './directory';
import { endLeftovers } from './leftovers';

/** A Ctrl-C, or another polite request to end. */
export class Interrupted extends Error {
  constructor(readonly signalName: NodeJS.Signals) {
    super('interrupted');
  }
}

/** A terminal and npm both pass a Ctrl-C on: what follows within this time is the same one. */
const SAME_MILLISECONDS = 1000;

/** Aborts at the first request to end; calls `again` at the next ones, for who cannot wait. */
export function onInterruption(again: () => void): AbortSignal {
  const controller = new AbortController();
  let last = Number.NEGATIVE_INFINITY;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const now = performance.now();
      if (now - last < SAME_MILLISECONDS) {
        return;
      }
      last = now;
      if (controller.signal.aborted) {
        again();
      } else {
        console.error('\nInterrupted: what is under way is brought to an end first (once more: kill it).');
        controller.abort(new Interrupted(name));
      }
    });
  }
  return controller.signal;
}

/**
 * Runs what a command does, and sets the exit code to what comes of it. Where it asks for a signal, a first request to end aborts that,
 * and the next one kills it with all of its Terraform, after `onKill`.
 */
export async function untilInterrupted(
  work: (interruption: () => AbortSignal) => Promise<number>,
  onKill: () => void = () => undefined,
): Promise<void> {
  const interruption = () =>
    onInterruption(async () => {
      await endLeftovers(LOCAL_DIRECTORY, 0);
      onKill();
      process.exit(130);
    });
  try {
    process.exitCode = await work(interruption);
  } catch (error) {
    console.error(
      error instanceof Interrupted ? 'Interrupted.' : error instanceof Error ? error.message : error,
    );
    process.exitCode = error instanceof Interrupted ? 130 : 1;
  }
}
