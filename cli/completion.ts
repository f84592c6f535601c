import { commandNames, commands } from './commands';

/** What may stand at the cursor, which is at the last of the words behind `meridian`. */
export async function completions(words: readonly string[]): Promise<readonly string[]> {
  const [name = '', ...more] = words;
  if (more.length === 0) return commandNames;
  const command = commands.find((each) => each.name === name);
  if (command === undefined) return [];
  if (more.at(-1)?.startsWith('-')) return Object.keys(command.flags).map((flag) => `--${flag}`);
  const positionals = Object.values(command.positionals);
  const before = more.slice(0, -1).filter((word) => !word.startsWith('-')).length;
  const last = positionals.at(-1);
  const positional = positionals[before] ?? (last?.array ? last : undefined);
  const { choices = [], candidates = () => choices.map(String) } = positional ?? {};
  return candidates();
}
