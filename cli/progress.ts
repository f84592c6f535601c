import type { Changes, ProgressEvent } from '../terraform/json-output';

export interface ProgressPrinter {
  readonly onProgress: (event: ProgressEvent) => void;
  /** Clears the line that is being rewritten, before something else is printed. */
  readonly end: () => void;
}

const doing = { create: 'creating', update: 'updating', delete: 'destroying', replace: 'replacing' } as const;
const done = { create: 'created', update: 'updated', delete: 'destroyed', replace: 'replaced' } as const;

const wordFor = (words: Readonly<Record<string, string>>, action: string) => words[action];

/**
 * One line per finished resource; on a terminal a last line that says what is under way.
 * Refreshing and reading are counted on that line only.
 */
export function progressPrinter(
  title: string,
  output: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'> = process.stdout,
): ProgressPrinter {
  let total = 0;
  let finished = 0;
  let read = 0;
  const isTerminal = output.isTTY === true;

  const clear = () => isTerminal && output.write('\r\u001b[2K');
  const line = (text: string) => {
    clear();
    output.write(`${text}\n`);
  };
  const status = (text: string) => {
    if (!isTerminal) return;
    clear();
    output.write(`${title}: ${text}`.slice(0, (output.columns ?? 80) - 1));
  };

  return {
    end: clear,
    onProgress: (event) => {
      if (event.kind === 'command') {
        read = 0;
        if (isTerminal) status(event.command);
        else line(`${title}: ${event.command}`);
      } else if (event.kind === 'message') {
        line(event.message);
      } else if (event.kind === 'planned') {
        total = event.add + event.change + event.remove;
      } else if (event.kind === 'resource') {
        const { address, action, phase, elapsedSeconds = 0 } = event;
        const word = wordFor(done, action);
        if (phase === 'errored') line(`  ${address}: failed after ${elapsedSeconds}s`);
        else if (word === undefined) {
          if (phase === 'complete') read += 1;
          status(`${read} read`);
        } else if (phase === 'complete') {
          finished += 1;
          line(`  ${total > 0 ? `[${finished}/${total}] ` : ''}${address}: ${word} in ${elapsedSeconds}s`);
        } else {
          const position = total > 0 ? `${finished}/${total}, ` : '';
          status(
            `${position}${wordFor(doing, action)} ${address}${elapsedSeconds > 0 ? ` ${elapsedSeconds}s` : ''}`,
          );
        }
      }
    },
  };
}

/** Such as `12 to add, 1 to change, 0 to destroy, 3 outputs`. */
export function describeChanges(
  { add, change, remove, imported, moved, forgotten, outputs }: Changes,
  tense: 'to' | 'done',
): string {
  const further = (count: number, [to, done]: readonly [string, string]) =>
    count > 0 ? [`${count} ${tense === 'to' ? to : done}`] : [];
  const [added, changed, destroyed] =
    tense === 'to' ? ['to add', 'to change', 'to destroy'] : ['added', 'changed', 'destroyed'];
  return [
    `${add} ${added}`,
    `${change} ${changed}`,
    `${remove} ${destroyed}`,
    ...further(imported, ['to import', 'imported']),
    ...further(moved, ['to move', 'moved']),
    ...further(forgotten, ['to forget', 'forgotten']),
    ...(outputs > 0 ? [`${outputs} ${outputs === 1 ? 'output' : 'outputs'}`] : []),
  ].join(', ');
}
