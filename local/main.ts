import { withLock } from 'local-aws/daemon/lock';
import { down, LOCK_FILE, printEnvironment, reset, start } from './commands';
import { untilInterrupted } from './interruption';
import type { LocalCommand } from './local-commands';
import { type CommandOptions, deployStacks, destroyStacks } from './run-stacks';
import { status } from './status';
import { up } from './up';

export interface LocalArguments {
  readonly stacks?: readonly string[];
  readonly deployment: string;
  readonly parallel?: string;
  /** `env`: takes back what it has set. */
  readonly undo?: boolean;
}

/** Runs one of them and sets the exit code. A first interrupt ends it in order, a second one at once. */
export async function runLocal(command: LocalCommand, args: LocalArguments): Promise<void> {
  await untilInterrupted((interruption) => work(command, args, interruption));
}

async function work(
  command: LocalCommand,
  { stacks = [], deployment, parallel: sideBySide, undo = false }: LocalArguments,
  interruption: () => AbortSignal,
): Promise<number> {
  if (stacks.length > 0 && command !== 'deploy') {
    throw new Error(`${command} takes no ${stacks[0]}: --help lists the commands`);
  }
  const parallel = sideBySide === undefined ? undefined : Number(sideBySide);
  if (parallel !== undefined && !(Number.isInteger(parallel) && parallel > 0)) {
    throw new Error(`--parallel: expected a whole number from 1, got ${sideBySide}`);
  }
  const options = (): CommandOptions => ({ deployment, parallel, signal: interruption() });
  const alone = (purpose: string, work: () => Promise<number>) => withLock(LOCK_FILE, purpose, work);

  switch (command) {
    case 'start':
      return alone('deploying', () => start(options()));
    case 'up':
      return alone('starting the local AWS', async () => {
        await up({ ...options(), say: console.log });
        return 0;
      });
    case 'deploy':
      return alone('deploying', () => deployStacks(options(), stacks));
    case 'destroy':
      return alone('destroying', () => destroyStacks(options()));
    case 'down':
      return down();
    case 'reset':
      return reset();
    case 'status':
      return status(options());
    case 'env':
      return printEnvironment({ undo });
  }
}
