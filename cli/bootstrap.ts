import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, destroyBootstrap, stateStackOf } from '../terraform/bootstrap';
import { local } from '../terraform/paths';
import { synthesize } from '../terraform/synthesize';
import { synthesizedStacks } from '../terraform/synthesized';
import { command, UsageError, usage } from './command';
import { bootstrapWorkDirectory, targetEnvironment } from './environment';
import { progressPrinter } from './progress';

const help = `
Usage: npm run bootstrap -- <deployment> [options]

Once per AWS account and deployment, before any other stack: creates the stack "<deployment>-state" (the bucket that holds
every state, and the roles), moves that stack's own state into the bucket, and registers an empty state for every other
stack. Interrupted or run again, it continues where it was; when everything is there, it changes nothing.
Later changes of the stack are applied like any other's: npm run stack -- apply <deployment>-state

  --local       on the local AWS that "npm start" runs, instead of AWS
  --destroy     the way back, after every other stack is destroyed: moves the state of "<deployment>-state" to this
                machine (.bootstrap/) and destroys the stack. Where the document protects the bucket, set
                state.deletionProtection to false and apply "<deployment>-state" before.
  --skip-synth  works on cdktf.out as it is
`;

command(help, async ({ args, signal }) => {
  const { values, positionals } = usage(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        local: { type: 'boolean', default: false },
        destroy: { type: 'boolean', default: false },
        'skip-synth': { type: 'boolean', default: false },
      },
    }),
  );
  const [deployment, ...rest] = positionals;
  if (deployment === undefined || rest.length > 0) {
    throw new UsageError(`Which deployment? Expected one name, got ${positionals.join(' ') || 'none'}`);
  }
  const environment = targetEnvironment(values.local);
  if (!values['skip-synth']) await synthesize(signal);

  const { id } = stateStackOf(deployment, synthesizedStacks());
  const progress = progressPrinter(id);
  const options = {
    deployment,
    environment,
    workDirectory: bootstrapWorkDirectory(values.local),
    signal,
    onProgress: progress.onProgress,
    logFile: join(local, 'logs', `${id}.log`),
  };
  try {
    if (values.destroy) {
      const result = await destroyBootstrap(options);
      progress.end();
      console.log(
        result === 'destroyed'
          ? `The state bucket of ${deployment}, and all it held, is destroyed.`
          : `There is nothing to destroy: ${deployment} is not bootstrapped.`,
      );
      return;
    }
    const { stateStack, registered } = await bootstrap(options);
    progress.end();
    console.log(sentence(deployment, id, stateStack, registered));
  } finally {
    progress.end();
  }
});

function sentence(
  deployment: string,
  id: string,
  stateStack: 'created' | 'moved' | 'unchanged',
  registered: readonly string[],
): string {
  const stacks = `${registered.length} ${registered.length === 1 ? 'stack' : 'stacks'}`;
  const registration = registered.length === 0 ? '' : `; an empty state is registered for ${stacks}`;
  if (stateStack === 'created')
    return `The state bucket of ${deployment} is created and holds its own state${registration}.`;
  if (stateStack === 'moved') return `The state of ${id} is moved into the bucket${registration}.`;
  return registered.length === 0
    ? `${deployment} is bootstrapped already: nothing was changed.`
    : `${deployment} was bootstrapped already${registration}.`;
}
