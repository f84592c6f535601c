/** What the names of regions know beside countries: codes that ISO 3166-1 reserves or leaves to its users, and groups of countries. */
const NO_COUNTRIES = 'AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' ');

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Whether the code is one in use: a withdrawn one is written as its successor. */
const isInUse = (code: string) =>
  names.of(code) !== undefined && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;

/** Every ISO 3166-1 alpha-2 code in use. */
export const COUNTRIES: readonly string[] = LETTERS.flatMap((first) =>
  LETTERS.map((second) => `${first}${second}`),
).filter((code) => isInUse(code) && !NO_COUNTRIES.includes(code));
