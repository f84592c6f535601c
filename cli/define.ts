import type {
  ArgumentsCamelCase,
  CommandModule,
  InferredOptionTypes,
  Options,
  PositionalOptions,
} from 'yargs';
import { UsageError } from './command';

/** A word that has its place, and what may stand there. */
export interface Positional extends PositionalOptions {
  readonly candidates?: () => readonly string[] | Promise<readonly string[]>;
}

type Positionals = Readonly<Record<string, Positional>>;
type Flags = Readonly<Record<string, Options>>;
type Arguments<P extends Positionals, F extends Flags> = ArgumentsCamelCase<InferredOptionTypes<P & F>>;

/** One word after `meridian`. */
export interface Definition<P extends Positionals, F extends Flags> {
  /** The word, and the names of its positionals: `plan <stack>`. */
  readonly command: string;
  readonly summary: string;
  /** What its help says beside the options. */
  readonly details?: string;
  readonly positionals: P;
  readonly flags: F;
  /** Imports what it needs itself, so that help and completion load nothing of it. Ends the process in its own way. */
  readonly run: (args: Arguments<P, F>) => Promise<void>;
}

export interface Command {
  readonly name: string;
  readonly positionals: Positionals;
  readonly flags: Flags;
  readonly module: CommandModule;
}

/** The command for yargs. A positional that is missing is asked for by what runs, which knows the candidates. */
export function define<const P extends Positionals, const F extends Flags>(
  definition: Definition<P, F>,
): Command {
  const { command, summary, details, positionals, flags, run } = definition;
  const [name = command] = command.split(' ', 1);
  return {
    name,
    positionals,
    flags,
    module: {
      command: command.replace(/<(.*?)>/g, '[$1]'),
      describe: summary,
      builder: (yargs) => {
        yargs.usage(`Usage: npx meridian ${command} [options]\n\n${summary}`).options(flags);
        for (const [key, { candidates, ...options }] of Object.entries(positionals)) {
          yargs.positional(key, options);
        }
        return details === undefined ? yargs : yargs.epilogue(details);
      },
      handler: async (args) => {
        const twice = Object.entries(flags).find(
          ([name, flag]) => flag.array !== true && Array.isArray(args[name]),
        );
        if (twice !== undefined) throw new UsageError(`--${twice[0]} is given twice`);
        return run(args as unknown as Arguments<P, F>);
      },
    },
  };
}
