import { framed, UsageError } from '../command';
import { define } from '../define';
import { flags, text } from '../flags';
import { deployment, stack, stacksAndDeployments } from './candidates';

const allStacks = (): typeof import('../apply-all') => require('../apply-all');
const applyPlan = (): typeof import('../apply-plan') => require('../apply-plan');
const oneStack = (): typeof import('../stack') => require('../stack');
const stacks = (): typeof import('../stacks') => require('../stacks');

const { local, yes, account, destroys, skipSynth } = flags;

/** One stack alone, with plain Terraform in `cdktf.out/stacks/<stack>`. */
export const stackCommands = [
  define({
    command: 'plan <stack>',
    summary: 'shows what an apply would do',
    positionals: { stack },
    flags: { local, destroys, 'skip-synth': skipSynth },
    run: (args) => framed((signal) => oneStack().changeStack('plan', { ...args, yes: false }, signal)),
  }),
  define({
    command: 'apply <stack>',
    summary: 'shows what it would do, asks, and does it',
    positionals: {
      stack: { ...stack, describe: 'its id, or a deployment with --all', candidates: stacksAndDeployments },
    },
    flags: {
      local,
      yes,
      account,
      destroys,
      all: {
        type: 'boolean',
        default: false,
        describe:
          'applies every stack of the deployment of this name, in their order, and stops at the first failure',
      },
      plan: {
        ...text,
        describe: 'applies this plan of "npx meridian review", where everything is as it was reviewed',
      },
      'skip-synth': skipSynth,
    },
    run: ({ plan, all, ...args }) =>
      framed(async (signal) => {
        if (plan !== undefined && all)
          throw new UsageError('--plan is of one stack: expected no --all beside it');
        if (all) return allStacks().applyAll(args, signal);
        if (plan !== undefined) return applyPlan().applyPlan({ ...args, plan }, signal);
        return oneStack().changeStack('apply', args, signal);
      }),
  }),
  define({
    command: 'destroy <stack>',
    summary: 'shows what will be destroyed, asks, and does it',
    positionals: { stack },
    flags: { local, yes, account, 'skip-synth': skipSynth },
    run: (args) => framed((signal) => oneStack().changeStack('destroy', { ...args, destroys: [] }, signal)),
  }),
  define({
    command: 'output <stack>',
    summary: 'prints what other stacks may read of it; sensitive values only with --json',
    positionals: { stack },
    flags: {
      local,
      json: { type: 'boolean', default: false, describe: 'as JSON, sensitive values included' },
    },
    run: (args) => framed((signal) => oneStack().output(args, signal)),
  }),
  define({
    command: 'stacks [deployment]',
    summary: 'lists the stacks of the documents, in the order of first application',
    positionals: { deployment },
    flags: {
      json: { type: 'boolean', default: false, describe: 'with teams, roles of CI, and what each reads' },
    },
    run: (args) => framed((signal) => stacks().stacks(args, signal)),
  }),
] as const;
