import { declaredStacks } from '../terraform/declared-stacks';
import { synthesize } from '../terraform/synthesize';
import { refuseUnanswerable } from './account';
import { UsageError } from './command';
import { stacksOf } from './find-stack';
import { changeStack, type StackArguments } from './stack';

/**
 * Applies every stack of a deployment, who is read before who reads; each is shown and asked about like one alone.
 * @param change what applies one of them
 */
export async function applyAll(
  { stack: deployment, ...args }: StackArguments,
  signal: AbortSignal,
  change: typeof changeStack = changeStack,
): Promise<void> {
  if (args.destroys.length > 0) {
    throw new UsageError(
      '--destroys: expected none beside --all, because regions have the same addresses: apply the stack alone that may lose it',
    );
  }
  const declared = await declaredStacks({ signal });
  const alone = declared.find(({ id }) => id === deployment);
  if (alone !== undefined) {
    throw new UsageError(
      `--all: expected a deployment, got the stack "${alone.id}": leave --all out, or say "${alone.deployment}"`,
    );
  }
  const stacks = stacksOf(declared, deployment);
  refuseUnanswerable('apply', args);
  if (!args.skipSynth) await synthesize(signal);
  await inOrder(stacks, {
    apply: ({ id }) => change('apply', { ...args, stack: id, skipSynth: true }, signal),
    goOn: ['npx meridian apply', deployment, '--all', ...flagsOf(args)].join(' '),
    print: console.log,
  });
}

const flagsOf = ({ local, account, yes, skipSynth }: Omit<StackArguments, 'stack'>) => [
  ...(local ? ['--local'] : []),
  ...(account === undefined ? [] : ['--account', account]),
  ...(yes ? ['--yes'] : []),
  ...(skipSynth ? ['--skip-synth'] : []),
];

export interface InOrderOptions<S> {
  /** Whether there was something to change. */
  readonly apply: (stack: S) => Promise<boolean>;
  /** The command that applies what is left. */
  readonly goOn: string;
  readonly print: (line: string) => void;
}

/** Stops at the first failure, and then says what is applied, what is not, and how to go on. */
export async function inOrder<S extends { readonly id: string }>(
  stacks: readonly S[],
  { apply, goOn, print }: InOrderOptions<S>,
): Promise<void> {
  const applied: string[] = [];
  const upToDate: string[] = [];
  for (const [index, stack] of stacks.entries()) {
    try {
      ((await apply(stack)) ? applied : upToDate).push(stack.id);
    } catch (error) {
      const { message } = error as Error;
      const left = stacks.slice(index).map(({ id }) => id);
      throw new Error(
        [
          message,
          `Applied: ${listed(applied)}. Nothing to change: ${listed(upToDate)}. Not applied: ${listed(left)}.`,
          `"${stack.id}" stopped it. Once that is mended, go on with "${goOn}": what is applied has nothing to change then.`,
        ].join('\n'),
        { cause: error },
      );
    }
  }
  print(`All of it is applied: ${listed(applied)}. Nothing to change: ${listed(upToDate)}.`);
}

const listed = (ids: readonly string[]) => ids.join(', ') || 'none';
