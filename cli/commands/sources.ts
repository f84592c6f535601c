import { framed } from '../command';
import { define } from '../define';
import { stackIds } from './candidates';

const synth = (): typeof import('../synth') => require('../synth');
const validate = (): typeof import('../validate') => require('../validate');

/** What is made of the sources, without an account. */
export const sourceCommands = [
  define({
    command: 'synth',
    summary: 'writes every stack of every document to cdktf.out, and says which of them changed',
    positionals: {},
    flags: {
      'source-maps': {
        type: 'boolean',
        default: false,
        describe: 'shows TypeScript in stack traces; slower',
      },
    },
    run: (args) => framed((signal) => synth().synth(args, signal)),
  }),
  define({
    command: 'validate [stacks..]',
    summary: 'runs "terraform validate" on every stack in cdktf.out, or on those named',
    details: 'Needs no AWS account and reads no state.',
    positionals: {
      stacks: { type: 'string', array: true, default: [] as string[], describe: 'ids', candidates: stackIds },
    },
    flags: {
      'if-terraform': {
        type: 'boolean',
        default: false,
        describe:
          'says what is missing, and succeeds, where Terraform is not installed and cannot be downloaded',
      },
    },
    run: (args) => framed((signal) => validate().validate(args, signal)),
  }),
] as const;
