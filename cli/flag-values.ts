import type { Command } from './define';

/**
 * The sentence that refuses a boolean flag with another value than true or false, which yargs takes for false, or given twice, of
 * which yargs takes the last: `--local=yes`, `--local false` and `--local --local=false` would go to AWS. What follows `cdktf` is
 * looked at there.
 */
export function flagWithValue(args: readonly string[], commands: readonly Command[]): string | undefined {
  if (args[0] === 'cdktf') return undefined;
  const names = booleanFlags(commands);
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const seen = new Set<string>();
  for (const [index, arg] of own.entries()) {
    const [, typed = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    // yargs reads a flag in camel case, too.
    const name = typed.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (!names.includes(name)) continue;
    if (value !== undefined && !isBoolean(value)) {
      return `--${name}: expected no value, true or false, got "${value}"`;
    }
    const next = own[index + 1];
    if (value === undefined && isBoolean(next)) {
      return `--${name} ${next}: expected --${name}, or --${name}=${next} in one word`;
    }
    if (seen.has(name)) return `--${name} is given twice`;
    seen.add(name);
  }
  return undefined;
}

const isBoolean = (word: string | undefined) => word === 'true' || word === 'false';

function booleanFlags(commands: readonly Command[]): string[] {
  const own = commands.flatMap(({ flags }) => Object.entries(flags));
  return ['help', ...own.filter(([, { type }]) => type === 'boolean').map(([name]) => name)];
}
