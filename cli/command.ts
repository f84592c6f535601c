import { stderr } from 'node:process';

/** A mistake in the arguments: its message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs what a command does; a number that it returns is the exit code. A failure prints its one message and exits with 1, an interrupt exits with 130 after everything
 * has stopped.
 */
export async function framed(run: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const interrupt = () => {
    stderr.write(
      controller.signal.aborted
        ? 'Still stopping: Terraform finishes what is under way and writes its state.\n'
        : '\nStopping.\n',
    );
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, interrupt);
  try {
    const code = await run(controller.signal);
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    const isInterrupt = controller.signal.aborted && error instanceof Error && error.name === 'AbortError';
    if (!isInterrupt) stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    for (const name of signals) process.off(name, interrupt);
    if (controller.signal.aborted) process.exitCode = 130;
  }
}
