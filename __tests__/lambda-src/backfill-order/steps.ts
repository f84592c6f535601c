import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Calls to the outside that wait until the schedule lets them happen, one at a time.
 *
 * Between two of them everything runs until it waits for the outside again, so that a run depends on the random numbers alone.
 */
export class Steps {
  #waiting: (() => void)[] = [];
  #running = 0;

  constructor(private readonly random: (below: number) => number) {}

  /** Does `work` when its time comes; every other answer arrives only later, so that others act in between. */
  async take<T>(work: () => T): Promise<T> {
    await this.#turn();
    const result = work();
    if (this.random(2) === 0) await this.#turn();
    return result;
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  start(actor: () => Promise<void>): void {
    this.#running += 1;
    void actor().finally(() => {
      this.#running -= 1;
    });
  }

  /** Until every actor is done. */
  async run(): Promise<void> {
    for (;;) {
      await nextTurn();
      const chosen = this.#waiting.splice(this.random(this.#waiting.length), 1)[0];
      if (chosen !== undefined) chosen();
      else if (this.#running === 0) return;
      else throw new Error(`${this.#running} actors wait for nothing`);
    }
  }
}
