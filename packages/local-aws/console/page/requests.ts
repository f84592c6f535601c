import type { ShownTrace } from '../view/contract';
import { type ShownRequest, shownRequest } from '../view/requests';
import { timeOfDay } from '../view/words';
import { find, make, Rows, setAttribute, setHidden, setText } from './dom';
import { traceList } from './traces';

const SHOWN_REQUESTS = 15;

/** The last requests as a table; a request whose trace is open stays until it is closed. */
export class Requests {
  private readonly table = find('#requests');
  private readonly opened = new Map<string, ShownTrace>();
  private readonly rows = new Rows<ShownTrace>(
    this.table,
    ({ id }) => id,
    (trace) => this.row(trace),
  );

  show(traces: readonly ShownTrace[]): void {
    const latest = traces.slice(0, SHOWN_REQUESTS);
    const kept = [...this.opened.values()].filter(({ id }) => !latest.some((trace) => trace.id === id));
    this.rows.show([...latest, ...kept]);
    setHidden(this.table, latest.length === 0);
    setHidden(find('#no-requests'), latest.length > 0);
  }

  private row(first: ShownTrace) {
    const cells = {
      time: make('td', { class: 'time' }),
      who: make('td'),
      request: make('td', { class: 'request' }),
      status: make('td', { class: 'status' }),
      cache: make('td'),
      origin: make('td'),
    };
    const traceId = `trace-${first.id}`;
    const button = make('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': traceId });
    const [method, host, path] = [make('span'), make('span', { class: 'host' }), make('span')];
    button.append(method, ' ', host, path);
    cells.request.append(button);
    const list = make('ol', { class: 'trace', 'aria-label': 'What happened to the request' });
    const detail = make('tr', { id: traceId, hidden: '' }, make('td', { colspan: '6' }, list));
    const element = make(
      'tbody',
      { 'data-trace': first.id },
      make('tr', {}, ...Object.values(cells)),
      detail,
    );
    const showTrace = traceList(list);
    let trace = first;
    button.addEventListener('click', () => {
      const opens = detail.hidden;
      detail.hidden = !opens;
      setAttribute(button, 'aria-expanded', String(opens));
      if (opens) this.opened.set(trace.id, trace);
      else this.opened.delete(trace.id);
      showTrace(trace);
    });
    return {
      element,
      update: (shown: ShownTrace) => {
        trace = shown;
        const request = shownRequest(shown);
        setText(method, request.method);
        setText(host, request.host);
        setText(path, request.uri);
        for (const [column, words] of columns(request)) setText(cells[column], words);
        setAttribute(element, 'data-tone', (request.status ?? 0) >= 500 ? 'bad' : undefined);
        if (!detail.hidden) showTrace(shown);
      },
    };
  }
}

function columns({ at, who, status, result, origins, isFromCache, answeredBy }: ShownRequest) {
  const told = [...origins.slice(0, -1), ...(answeredBy === undefined ? [] : [answeredBy])].join(', then ');
  return [
    ['time', timeOfDay(at)],
    ['who', who],
    ['status', status === undefined ? '…' : String(status)],
    ['cache', result ?? ''],
    ['origin', isFromCache ? `kept from ${told}` : told],
  ] as const;
}
