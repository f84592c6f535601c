import { framed } from '../command';
import { define } from '../define';
import { flags, text } from '../flags';
import { deployment, stackIds } from './candidates';

const reviewMain = (): typeof import('../review') => require('../review');

const { local, skipSynth } = flags;

/** What a change would do, before anybody applies it. */
export const reviewCommands = [
  define({
    command: 'review [deployment]',
    summary: 'plans every stack that a change concerns, in order, and says what it would do',
    details:
      'Reads only, and locks nothing. A stack is planned with what the stacks that it reads will publish; such a plan is never applied. The others are kept for "npx meridian apply <stack> --plan FILE". Exits with 0 where every stack is planned and none is refused, with 1 where one cannot be planned or the command itself fails, with 2 where a plan is refused. With --drift it looks instead for what was done outside of Terraform, and exits with 2 where something differs. docs/operate/plan-review.md says more.',
    positionals: { deployment },
    flags: {
      base: {
        ...text,
        describe: 'commit or branch: plans what differs from where HEAD left it; without it no plan is kept',
      },
      stack: {
        ...text,
        array: true,
        default: [] as string[],
        describe: 'plans this stack only, changed or not; may be repeated',
        candidates: stackIds,
      },
      all: { type: 'boolean', default: false, describe: 'plans every stack, changed or not' },
      drift: {
        type: 'boolean',
        default: false,
        describe:
          'looks for what was done outside of Terraform, in everything that is applied; plans nothing',
      },
      local,
      format: {
        ...text,
        choices: ['md', 'html', 'json', 'sarif', 'junit'] as const,
        default: 'md' as const,
        describe: 'of what is printed',
      },
      out: {
        ...text,
        describe:
          'folder for the plans and for the report in every format (default .local/review, for the plans alone); it will hold secrets',
      },
      'costs-from': {
        ...text,
        describe: 'US dollars a month from which on more costs are a warning (default 100)',
      },
      allow: { ...text, describe: 'what somebody answers for (default review-allow.json, where it is)' },
      'skip-synth': skipSynth,
    },
    run: (args) => framed((signal) => reviewMain().review(args, signal)),
  }),
] as const;
