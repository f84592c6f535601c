import { stderr } from 'node:process';

/** What a command gets from the frame it runs in. */
export interface CommandContext {
  readonly args: readonly string[];
  /** Aborts at the first Ctrl-C (or SIGTERM): children are interrupted once, and waited for. */
  readonly signal: AbortSignal;
}

/** A mistake in the arguments: the message and the command's usage are printed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command line: `--help` prints the manual, a failure prints its one message and exits with 1, an interrupt
 * exits with 130 after everything has stopped.
 */
export function command(help: string, run: (context: CommandContext) => Promise<void>): void {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(help.trim());
    return;
  }
  const controller = new AbortController();
  const interrupt = () => {
    stderr.write(
      controller.signal.aborted
        ? 'Still stopping: Terraform finishes what is under way and writes its state.\n'
        : '\nStopping.\n',
    );
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.on('SIGHUP', interrupt);

  run({ args, signal: controller.signal })
    .catch((error: unknown) => {
      if (error instanceof UsageError) stderr.write(`${error.message}\n\n${help.trim()}\n`);
      else stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    })
    .finally(() => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      process.off('SIGHUP', interrupt);
      if (controller.signal.aborted) process.exitCode = 130;
    });
}

/** `parseArgs` throws plain errors with a code of its own; a wrong argument is a usage error. */
export function usage<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
