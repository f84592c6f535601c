import type { ShownTrace } from '../view/contract';
import { type Sentence, traceInWords } from '../view/trace-words';
import { make, Rows, setAttribute, setText } from './dom';

interface Line extends Sentence {
  readonly key: string;
  readonly after: string;
}

/** Shows a trace as an ordered list of sentences, each with the time since the request came. */
export function traceList(list: Element): (trace: ShownTrace) => void {
  const rows = new Rows<Line>(
    list,
    ({ key }) => key,
    () => {
      const [after, words] = [make('span', { class: 'after' }), make('span')];
      const element = make('li', {}, after, words);
      return {
        element,
        update: (line) => {
          setText(after, line.after);
          setText(words, line.words);
          setAttribute(element, 'data-tone', line.isTrouble ? 'warning' : undefined);
        },
      };
    },
  );
  return (trace) =>
    rows.show(
      traceInWords(trace).map((sentence, index) => ({
        ...sentence,
        key: `${trace.id} ${index}`,
        after: `+${offset(sentence.at - trace.startedAt)}`,
      })),
    );
}

function offset(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
