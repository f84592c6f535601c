import { UsageError } from './command';

/** Given twice it comes as a list, which is refused elsewhere. */
function accountId(given: string | undefined): string | undefined {
  if (typeof given === 'string' && !/^\d{12}$/.test(given)) {
    throw new UsageError(`--account: expected an account id of 12 digits, got "${given}"`);
  }
  return given;
}

/** Flags that several commands have: the same words mean the same everywhere. */
export const flags = {
  local: {
    type: 'boolean',
    default: false,
    describe: 'on the local AWS that "npx meridian start" runs, instead of AWS',
  },
  yes: {
    type: 'boolean',
    default: false,
    describe: 'does not ask (needed where nobody can answer, as in CI)',
  },
  account: {
    type: 'string',
    requiresArg: true,
    describe: 'the account that may be changed, where the document names none',
    coerce: accountId,
  },
  skipSynth: {
    type: 'boolean',
    default: false,
    describe: 'works on cdktf.out as it is; the documents are checked all the same',
  },
} as const;
