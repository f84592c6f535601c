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
  },
  skipSynth: { type: 'boolean', default: false, describe: 'works on cdktf.out as it is' },
} as const;
