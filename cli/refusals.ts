import { commandNames, commands } from './commands';
import { probablyMeant, unknown } from './find-stack';

/** One sentence for what yargs found wrong, with the nearest word. */
export function refusal(message: string, args: readonly string[]): string {
  const [, argument, given, choices] = /Argument: (\S+), Given: "(.*?)", Choices: (.*)/.exec(message) ?? [];
  if (argument !== undefined && choices !== undefined) {
    return unknown(argument, given, choices.replaceAll('"', '').split(', '));
  }
  const [, words] = /^Unknown (?:arguments?|commands?): (.*)$/.exec(message) ?? [];
  const [option = ''] = args;
  // yargs asks for a command before it looks at a flag that stands there alone.
  if (message === 'Which command?' && option.startsWith('-')) {
    return there('flag', option.replace(/=.*/, ''), ['--help']);
  }
  if (words === undefined) return `${message.replace(/\s+/g, ' ').trim()} (--help explains)`;
  const [first = ''] = words.split(', ');
  const command = commands.find(({ name }) => name === args[0]);
  const isFlag = args.some((arg) => arg.replace(/=.*/, '') === `--${first}`);
  if (isFlag)
    return there(
      'flag',
      `--${first}`,
      Object.keys(command?.flags ?? {}).map((flag) => `--${flag}`),
    );
  return command === undefined
    ? there('command', first, commandNames)
    : `${command.name} takes no further "${first}": --help lists what it takes`;
}

function there(what: string, word: string, known: readonly string[]): string {
  const near = probablyMeant(word, known);
  return `There is no ${what} "${word}": ${near === undefined ? '--help lists what there is' : `did you mean "${near}"?`}`;
}
