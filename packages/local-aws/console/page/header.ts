import type { ShownWorld } from '../view/contract';
import { timeOfDay } from '../view/words';
import { change } from './api';
import { find, setAttribute, setHidden, setOptions, setText } from './dom';
import type { Act } from './regions';

const SPEEDS = [1, 10, 30];

/** Whether the edge answers, and how fast time goes. */
export class Header {
  private readonly connection = find('#connection');
  private readonly speed = find<HTMLSelectElement>('#speed');

  constructor(act: Act) {
    this.speed.addEventListener('change', () => {
      const speed = Number(this.speed.value);
      void act(
        () => change('clock', { speed }),
        speed === 1 ? 'Time runs as it does' : `Time runs ${speed} × as fast`,
      );
    });
  }

  show({ now, speed, faults = [] }: ShownWorld): void {
    setText(this.connection, 'Live');
    setAttribute(this.connection, 'data-state', 'live');
    setText(find('#now'), timeOfDay(now));
    const speeds = [...new Set([...SPEEDS, speed])].sort((a, b) => a - b);
    setOptions(
      this.speed,
      speeds.map((one) => ({ value: String(one), label: `${one} ×` })),
    );
    if (document.activeElement !== this.speed) this.speed.value = String(speed);
    const refused = faults.map(({ name, status }) => `${name} (${status})`).join(', ');
    setText(find('#faults'), `The local AWS refuses: ${refused}`);
    setHidden(find('#faults'), faults.length === 0);
  }

  lost(): void {
    setText(this.connection, 'The local edge does not answer');
    setAttribute(this.connection, 'data-state', 'lost');
  }
}
