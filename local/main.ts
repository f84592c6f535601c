import { parseArgs } from 'node:util';
import { withLock } from 'local-aws/daemon/lock';
import { down, LOCK_FILE, printEnvironment, reset, start } from './commands';
import { LOCAL_DIRECTORY } from './directory';
import { Interrupted, onInterruption } from './interruption';
import { endLeftovers } from './leftovers';
import { type CommandOptions, deployStacks, destroyStacks } from './run-stacks';
import { status } from './status';
import { up } from './up';

const HELP = `AWS on this machine, and the platform on it. No account is needed.

  npm start                          up, deploy, and what to try
  npm stop                           the same as down

  npm run local -- up                starts the local AWS in the background
  npm run local -- deploy [stack…]   synthesizes, plans and applies every stack (or these) in order
  npm run local -- destroy           destroys every stack and sees that no state holds anything
  npm run local -- status            what runs, and what each state holds
  npm run local -- env               exports for other tools: eval "$(npm run --silent local -- env)"
  npm run local -- down              ends every process; the next start brings back what was applied
  npm run local -- reset             ends every process and forgets what was applied

Options:
  --deployment NAME   which document is deployed (default demo)
  --parallel N        stacks that are applied side by side (default 2)
  --help              this text

MERIDIAN_LOCAL_PORT        port of the local AWS (default 4566, or the next free one)
MERIDIAN_PYTHON_INDEX_URL  package index that moto comes from when it has to be installed
Logs, process ids and downloads are under .local/.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      deployment: { type: 'string', default: 'demo' },
      parallel: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, ...stacks] = positionals;
  if (values.help || command === undefined) {
    console.log(HELP);
    return values.help ? 0 : 1;
  }
  if (stacks.length > 0 && command !== 'deploy') {
    throw new Error(`${command} takes no ${stacks[0]}: --help lists the commands`);
  }
  const parallel = values.parallel === undefined ? undefined : Number(values.parallel);
  if (parallel !== undefined && !(Number.isInteger(parallel) && parallel > 0)) {
    throw new Error(`--parallel: expected a whole number from 1, got ${values.parallel}`);
  }
  const options = (): CommandOptions => ({
    deployment: values.deployment,
    parallel,
    signal: onInterruption(async () => {
      await endLeftovers(LOCAL_DIRECTORY, 0);
      process.exit(130);
    }),
  });
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
    case 'stop':
    case 'down':
      return down();
    case 'reset':
      return reset();
    case 'status':
      return status(options());
    case 'env':
      return printEnvironment();
    default:
      throw new Error(`there is no command ${command}: --help lists them`);
  }
}

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', () => undefined);

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(
      error instanceof Interrupted ? 'Interrupted.' : error instanceof Error ? error.message : error,
    );
    process.exitCode = error instanceof Interrupted ? 130 : 1;
  },
);
