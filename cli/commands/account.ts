import { framed } from '../command';
import { define } from '../define';
import { flags } from '../flags';
import { deployment } from './candidates';

const preflight = (): typeof import('../preflight') => require('../preflight');
const bootstrap = (): typeof import('../bootstrap') => require('../bootstrap');

const { local, yes, account, skipSynth } = flags;

/** A whole account, before and after everything else. */
export const accountCommands = [
  define({
    command: 'bootstrap <deployment>',
    summary: 'once per account and deployment: creates what holds the states, and the roles',
    details: `Creates the stack "<deployment>-state" (the bucket that holds every state, and the roles), moves that stack's own state into the bucket, and registers an empty state for every other stack. Interrupted or run again, it continues where it was; when everything is there, it changes nothing. Later changes of the stack are applied like any other's: npx meridian apply <deployment>-state`,
    positionals: { deployment },
    flags: {
      local,
      yes,
      account,
      'skip-synth': skipSynth,
      destroy: {
        type: 'boolean',
        default: false,
        describe:
          'the way back, after every other stack is destroyed: moves the state of "<deployment>-state" to this machine (.bootstrap/) and destroys the stack. Where the document protects the bucket, set state.deletionProtection to false and apply "<deployment>-state" before',
      },
    },
    run: (args) => framed((signal) => bootstrap().runBootstrap(args, signal)),
  }),
  define({
    command: 'preflight <deployment>',
    summary: 'asks the account, by reading only, whether it can take the deployment',
    details:
      'Before the first apply, and in CI. Prints every problem in a line, with what mends it; exits with 1 where there is one. docs/operate/preflight.md lists the checks and the policy that they need.',
    positionals: { deployment },
    flags: {
      local,
      'skip-synth': skipSynth,
      json: { type: 'boolean', default: false, describe: 'every check with its outcome, as JSON' },
    },
    run: (args) => framed((signal) => preflight().preflight(args, signal)),
  }),
] as const;
