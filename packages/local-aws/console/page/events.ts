import type { ShownWorld } from '../view/contract';
import { type Happening, happenings, moves } from '../view/happenings';
import { timeOfDay } from '../view/words';
import { find, make, Rows, setHidden } from './dom';

const SHOWN_EVENTS = 20;

interface Numbered extends Happening {
  readonly key: string;
}

/** What happened, and the names that moved while the page was open. */
export class Events {
  private before: ShownWorld | undefined;
  private seen: readonly Happening[] = [];
  private readonly rows = new Rows<Numbered>(find('#events'), ({ key }) => key, eventRow);

  show(world: ShownWorld): void {
    if (this.before !== undefined)
      this.seen = [...this.seen, ...moves(this.before, world)].slice(-SHOWN_EVENTS);
    this.before = world;
    const all = [...happenings(world), ...this.seen].sort((a, b) => b.at - a.at).slice(0, SHOWN_EVENTS);
    this.rows.show(all.map((one) => ({ ...one, key: `${one.at} ${one.words}` })));
    setHidden(find('#no-events'), all.length > 0);
  }
}

function eventRow({ at, words, isTrouble }: Numbered) {
  const element = make('li', {}, make('time', {}, timeOfDay(at)), make('span', {}, words));
  if (isTrouble) element.dataset.tone = 'warning';
  return { element, update: () => undefined };
}
