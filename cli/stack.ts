import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { liftGuards, refuseDestruction } from '../terraform/destruction-guard';
import { isNothing } from '../terraform/json-output';
import { explain, protectedStack } from '../terraform/known-failures';
import { local } from '../terraform/paths';
import { synthesize } from '../terraform/synthesize';
import {
  isProtected,
  isStateStack,
  type SynthesizedStack,
  synthesizedStacks,
} from '../terraform/synthesized';
import { refuseWhileRead, requireUpstreams } from '../terraform/upstreams';
import { Workspace } from '../terraform/workspace';
import { type CommandContext, command, UsageError, usage } from './command';
import { confirmed } from './confirm';
import { targetEnvironment } from './environment';
import { findStack } from './find-stack';
import { printOutputs } from './print-outputs';
import { describeChanges, progressPrinter } from './progress';

const help = `
Usage: npm run stack -- <plan|apply|destroy|output> <stack> [options]

Works on one stack alone, with plain Terraform in cdktf.out/stacks/<stack>.

  plan      shows what an apply would do
  apply     shows it, asks, and does it
  destroy   shows what will be destroyed, asks, and does it
  output    prints the stack's outputs; sensitive ones only with --json

  --local         on the local AWS that "npm start" runs, instead of AWS
  --auto-approve  does not ask (needed where nobody can answer, as in CI)
  --json          output: as JSON, sensitive values included
  --destroys <address>  lets a protected stack lose this resource; may be repeated
  --skip-synth    works on cdktf.out as it is
`;

const actions = ['plan', 'apply', 'destroy', 'output'] as const;
type Action = (typeof actions)[number];

interface Options {
  readonly isLocal: boolean;
  readonly isApproved: boolean;
  readonly isJson: boolean;
  readonly destroys: readonly string[];
}

command(help, async ({ args, signal }: CommandContext) => {
  const { values, positionals } = usage(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        local: { type: 'boolean', default: false },
        'auto-approve': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        destroys: { type: 'string', multiple: true, default: [] },
        'skip-synth': { type: 'boolean', default: false },
      },
    }),
  );
  const [name, id, ...rest] = positionals;
  const action = actions.find((known) => known === name);
  if (!action)
    throw new UsageError(
      `What is to be done? Expected plan, apply, destroy or output, got ${name ?? 'nothing'}`,
    );
  if (rest.length > 0)
    throw new UsageError(`One stack at a time: expected "${id}" alone, got also ${rest.join(' ')}`);

  const options = {
    isLocal: values.local,
    isApproved: values['auto-approve'],
    isJson: values.json,
    destroys: values.destroys,
  };
  refuseUnanswerable(action, options);
  const environment = targetEnvironment(options.isLocal);
  if (!values['skip-synth']) await synthesize(signal);
  const all = synthesizedStacks();
  const stack = findStack(all, id);
  if (action === 'destroy' && isStateStack(stack)) {
    throw new Error(
      `"${stack.id}" holds every state, its own included: "npm run bootstrap -- ${stack.deployment} --destroy" takes it down`,
    );
  }
  if (action === 'destroy') {
    if (isProtected(stack)) throw new Error(protectedStack(stack.id));
    await refuseWhileRead(stack, all, { environment });
  }
  await run(action, stack, environment, signal, options);
});

/** A question that nobody can answer would wait for ever. */
function refuseUnanswerable(action: Action, { isApproved }: Options): void {
  if ((action === 'apply' || action === 'destroy') && !isApproved && !process.stdin.isTTY) {
    throw new Error(
      `${action} asks before it changes anything, and nobody can answer here: pass --auto-approve`,
    );
  }
}

async function run(
  action: Action,
  stack: SynthesizedStack,
  environment: Record<string, string>,
  signal: AbortSignal,
  { isLocal, isApproved, isJson, destroys }: Options,
): Promise<void> {
  const flag = isLocal ? ' --local' : '';
  const advice = { environment, applyCommand: (id: string) => `npm run stack -- apply ${id}${flag}` };
  const progress = progressPrinter(stack.id, action === 'output' ? process.stderr : process.stdout);
  const workspace = new Workspace({
    directory: stack.directory,
    environment,
    signal,
    onProgress: progress.onProgress,
    logFile: join(local, 'logs', `${stack.id}.log`),
  });
  try {
    if (action === 'plan' || action === 'apply') await requireUpstreams(stack, advice);
    liftGuards(stack, destroys);
    await workspace.init('-reconfigure');
    if (action === 'output') {
      printOutputs(await workspace.output(), isJson);
      return;
    }

    const planned = await workspace.plan(...(action === 'destroy' ? ['-destroy'] : []));
    progress.end();
    if (isNothing(planned)) {
      console.log(
        action === 'destroy' ? `${stack.id} owns nothing.` : `${stack.id} is up to date: nothing to change.`,
      );
      return;
    }
    console.log(await workspace.show());
    await refuseDestruction(workspace, planned, stack, { ...advice, destroys });
    if (action === 'plan') {
      console.log(
        `\n${stack.id}: ${describeChanges(planned, 'to')}. Apply it with "${advice.applyCommand(stack.id)}".`,
      );
      return;
    }
    if (
      !isApproved &&
      !(await confirmed(
        `\n${action} this in ${stack.id}${isLocal ? ' (local AWS)' : ''}? Only "yes" counts: `,
        signal,
      ))
    ) {
      throw new Error(`Nothing was changed in ${stack.id}.`);
    }
    const applied = await workspace.apply();
    progress.end();
    const verb = action === 'destroy' ? 'is destroyed' : 'is applied';
    console.log(`${stack.id} ${verb}: ${describeChanges(applied, 'done')}.`);
  } catch (error) {
    throw explain(error, stack, advice);
  } finally {
    progress.end();
    workspace.forgetPlan();
  }
}
