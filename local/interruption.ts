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
