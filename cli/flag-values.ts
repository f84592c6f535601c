import type { Command } from './define';

/** What belongs to cdktf goes there as it is; its `--local` is ours. */
const OF_CDKTF = ['local'];

/**
 * The sentence that refuses a boolean flag with another value than true or false, which yargs takes for false:
 * `--local=yes` would go to AWS.
 */
export function flagWithValue(args: readonly string[], commands: readonly Command[]): string | undefined {
  const isCdktf = args[0] === 'cdktf';
  const names = isCdktf ? OF_CDKTF : booleanFlags(commands);
  const allowed = isCdktf ? [] : ['true', 'false'];
  const end = args.indexOf('--');
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const [, typed = '', value = ''] = /^--([^=]+)=(.*)$/s.exec(arg) ?? [];
    // yargs reads a flag in camel case, too.
    const name = typed.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (names.includes(name) && !allowed.includes(value)) {
      return `--${name}: expected ${allowed.length > 0 ? 'no value, true or false' : 'no value'}, got "${value}"`;
    }
  }
  return undefined;
}

function booleanFlags(commands: readonly Command[]): string[] {
  const own = commands.flatMap(({ flags }) => Object.entries(flags));
  return ['help', ...own.filter(([, { type }]) => type === 'boolean').map(([name]) => name)];
}
