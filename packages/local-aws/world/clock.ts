import type { Clock } from '../edge/types';

/** Time that runs `speed` times as fast as the machine's, from the machine's now on. */
export class WorldClock implements Clock {
  private speed = 1;
  private since = { machine: Date.now(), world: Date.now() };
  private readonly sleepers = new Set<() => void>();

  /** `onSpeed`: told of each change, for clocks elsewhere that go along. */
  constructor(private readonly onSpeed: (speed: number) => void = () => undefined) {}

  now(): number {
    return this.since.world + (Date.now() - this.since.machine) * this.speed;
  }

  /** Whoever sleeps wakes as much earlier. */
  run(speed: number): void {
    if (!(speed >= 1 && speed <= 1000))
      throw new Error(`speed: expected a number from 1 to 1000, got ${speed}`);
    this.since = { machine: Date.now(), world: this.now() };
    this.speed = speed;
    for (const changed of [...this.sleepers]) changed();
    this.onSpeed(speed);
  }

  get currentSpeed(): number {
    return this.speed;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const until = this.now() + milliseconds;
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout;
      const end = (settle: () => void) => () => {
        clearTimeout(timer);
        this.sleepers.delete(start);
        signal?.removeEventListener('abort', aborted);
        settle();
      };
      const start = () => {
        clearTimeout(timer);
        timer = setTimeout(
          () => (this.now() >= until ? over() : start()),
          Math.max(0, until - this.now()) / this.speed,
        );
      };
      const over = end(resolve);
      const aborted = end(() => reject(signal?.reason ?? new Error('aborted')));
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', aborted);
      this.sleepers.add(start);
      start();
    });
  }
}
