import type { Asked, ShownDistribution, ShownTrace } from '../view/contract';
import { shownRequest } from '../view/requests';
import { countryName } from '../view/words';
import { ask, readTrace } from './api';
import { COUNTRIES } from './countries';
import { find, setHidden, setOptions, setText } from './dom';
import { traceList } from './traces';

const LOCATIONS = [
  ['', 'LOC50-P1'],
  ['FRA56-P1', 'FRA56-P1, Frankfurt'],
  ['GRU3-P1', 'GRU3-P1, São Paulo'],
  ['IAD89-P1', 'IAD89-P1, Washington'],
  ['NRT57-P1', 'NRT57-P1, Tokyo'],
  ['SIN52-P1', 'SIN52-P1, Singapore'],
  ['SYD62-P1', 'SYD62-P1, Sydney'],
] as const;
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];
const FIRST_COUNTRY = 'JP';

/** Asks the edge as a viewer from a country and shows what came of it, as long as something still comes. */
export class AskForm {
  private readonly form = find<HTMLFormElement>('#ask form');
  private readonly answer = find('#answer');
  private readonly body = find('#answer-body');
  private readonly showTrace = traceList(find('#answer-trace'));
  private asked: string | undefined;

  constructor(private readonly onAnswer: () => void) {
    setOptions(this.field('country'), [
      { value: '', label: countryName(undefined) },
      ...COUNTRIES.map((value) => ({ value, label: countryName(value) })).sort((a, b) =>
        a.label.localeCompare(b.label, 'en'),
      ),
    ]);
    this.field('country').value = FIRST_COUNTRY;
    setOptions(
      this.field('location'),
      LOCATIONS.map(([value, label]) => ({ value, label })),
    );
    setOptions(
      this.field('method'),
      METHODS.map((value) => ({ value, label: value })),
    );
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
  }

  offer(distributions: readonly ShownDistribution[]): void {
    const hosts = distributions.flatMap(({ aliases, domainName }) =>
      aliases.length > 0 ? aliases : [domainName],
    );
    setOptions(
      this.field('host'),
      hosts.map((value) => ({ value, label: value })),
    );
  }

  /** What happens to an object after the answer is added to the request's trace. */
  show(traces: readonly ShownTrace[]): void {
    const trace = traces.find(({ id }) => id === this.asked);
    if (trace !== undefined) this.showTrace(trace);
  }

  private async send(): Promise<void> {
    const data = new FormData(this.form);
    const value = (name: string) => String(data.get(name) ?? '');
    setText(this.answer, 'Asks …');
    try {
      const asked = await ask({
        host: value('host'),
        path: escaped(value('path')),
        method: value('method'),
        country: value('country'),
        location: value('location'),
      });
      await this.showAnswer(asked);
    } catch (error) {
      setText(this.answer, `Not asked: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.onAnswer();
  }

  private async showAnswer(asked: Asked): Promise<void> {
    this.asked = asked.trace;
    const trace = asked.trace === undefined ? undefined : await readTrace(asked.trace);
    setText(this.answer, inWords(asked, trace));
    setHidden(this.body, asked.text === undefined || asked.text === '');
    setText(find('pre', this.body), asked.text ?? '');
    if (trace !== undefined) this.showTrace(trace);
  }

  private field(name: string): HTMLSelectElement {
    return find<HTMLSelectElement>(`[name=${name}]`, this.form);
  }
}

function inWords(asked: Asked, trace: ShownTrace | undefined): string {
  const { status, headers, milliseconds, bytes } = asked;
  const from = regionIn(asked.text) ?? (trace && shownRequest(trace).answeredBy) ?? 'the edge';
  return `${status} from ${from} · ${headers['x-cache'] ?? 'no X-Cache'} · ${milliseconds} ms · ${bytes} bytes`;
}

/** Regions say their name in what they answer. */
function regionIn(text = ''): string | undefined {
  try {
    const { region } = JSON.parse(text) as { readonly region?: unknown };
    return typeof region === 'string' ? region : undefined;
  } catch {
    return undefined;
  }
}

/** As browsers write it into a request: what is typed may have spaces and umlauts. */
const escaped = (path: string) => path.replace(/[^!-~]+/g, encodeURIComponent);
