import { UsageError } from './command';

/** Given twice it comes as a list, which is refused elsewhere. */
function accountId(given: string | undefined): string | undefined {
  if (typeof given === 'string' && !/^\d{12}$/.test(given)) {
    throw new UsageError(`--account: expected an account id of 12 digits, got "${given}"`);
  }
  return given;
}

/** Of a flag with a word behind it. */
export const text = { type: 'string', requiresArg: true } as const;

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
    ...text,
    describe: 'the account that may be changed, where the document names none',
    coerce: accountId,
  },
  destroys: {
    ...text,
    array: true,
    default: [] as string[],
    describe:
      'lets a protected stack lose the resource of this address, or all of this type; may be repeated',
  },
  skipSynth: {
    type: 'boolean',
    default: false,
    describe: 'works on cdktf.out as it is; the documents are checked all the same',
  },
} as const;
