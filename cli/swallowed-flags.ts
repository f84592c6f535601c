import { distance } from 'fastest-levenshtein';
import type { Command } from './define';

export interface Typed {
  /** Arguments that arrived. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Options of npm with names of ours: in front of a command, `npx --yes meridian …` means npx's own. */
const NPX_OWN = ['yes', 'json'];

/**
 * The sentence that refuses a command of which npm took a flag, because the `--` in front of the arguments was forgotten:
 * it would go to AWS where the local AWS was meant.
 *
 * npm leaves such a flag, also a misspelt one, in the environment
 * (https://docs.npmjs.com/cli/v11/using-npm/config#environment-variables); but `--local` is npm's own word for
 * `--no-global` and leaves nothing. So a script of npm never leads to AWS: npx, which takes nothing, does.
 */
export function swallowedFlag(
  { args, environment }: Typed,
  commands: readonly Command[],
): string | undefined {
  const flags = Object.assign({}, ...commands.map((command) => command.flags)) as Command['flags'];
  const swallowed = Object.entries(environment).flatMap(([variable, value]) => {
    const [, key] = /^npm_config_(.+)$/i.exec(variable) ?? [];
    if (key === undefined || value === undefined || value === '' || value === 'false') return [];
    const typed = key.toLowerCase().replaceAll('_', '-');
    if (environment.npm_command === 'exec' && NPX_OWN.includes(typed)) return [];
    const name = Object.keys(flags).find((flag) => isMeant(typed, flag));
    return name === undefined ? [] : [{ typed, name, value }];
  });
  const [first] = swallowed;
  if (first === undefined) return throughNpm({ args, environment }, commands);

  const right = [...args];
  const isCommand = commands.some(({ name }) => name === args[0]);
  for (const { name, value } of swallowed) {
    if (flags[name]?.type !== 'boolean') right.push(`--${name}`, value);
    else {
      // npm takes the word behind an unknown option for its value.
      if (value !== 'true') right.splice(isCommand ? right.length : 0, 0, value);
      right.push(`--${name}`);
    }
  }
  return `npm took --${first.typed} for itself, and nothing was done: write "npx meridian ${right.join(' ')}"`;
}

function throughNpm({ args, environment }: Typed, commands: readonly Command[]): string | undefined {
  const isScript = environment.npm_lifecycle_script?.includes('cli/bin/meridian.js');
  const command = commands.find(({ name }) => name === args[0]);
  const asks = args.includes('--help') || command?.flags.local === undefined || args.includes('--local');
  if (!isScript || asks) return undefined;
  const typed = args.join(' ');
  return `Nothing was done, because npm may have taken --local for itself: write "npx meridian ${typed} --local" for the local AWS, or "npx meridian ${typed}" for AWS`;
}

/** The flag itself, or one of more than four letters with a single typing error. */
function isMeant(typed: string, flag: string): boolean {
  if (typed === flag) return true;
  const sorted = (word: string) => [...word].sort().join('');
  const edits = distance(typed, flag);
  return flag.length > 4 && (edits === 1 || (edits === 2 && sorted(typed) === sorted(flag)));
}
