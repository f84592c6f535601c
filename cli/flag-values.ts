import type { Command } from './define';

/**
 * The sentence that refuses a boolean flag with another value than true or false, which yargs takes for false:
 * `--local=yes` would go to AWS. What follows `cdktf` is looked at there.
 */
export function flagWithValue(args: readonly string[], commands: readonly Command[]): string | undefined {
  if (args[0] === 'cdktf') return undefined;
  const names = booleanFlags(commands);
  const end = args.indexOf('--');
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const [, typed = '', value = ''] = /^--([^=]+)=(.*)$/s.exec(arg) ?? [];
    // yargs reads a flag in camel case, too.
    const name = typed.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (names.includes(name) && value !== 'true' && value !== 'false') {
      return `--${name}: expected no value, true or false, got "${value}"`;
    }
  }
  return undefined;
}

function booleanFlags(commands: readonly Command[]): string[] {
  const own = commands.flatMap(({ flags }) => Object.entries(flags));
  return ['help', ...own.filter(([, { type }]) => type === 'boolean').map(([name]) => name)];
}
