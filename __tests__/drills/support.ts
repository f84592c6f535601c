import type { DrillContext } from '../../drills/drill';
import { Timeline } from '../../drills/timeline';
import type { Answer, Described, DrillWorld } from '../../drills/world';

export const DESCRIBED: Described = {
  now: 0,
  speed: 1,
  drained: [],
  faults: [],
  regions: [],
  healthChecks: [],
  buckets: [],
  queues: [],
  queuesHeld: false,
  events: [],
};

export function answer(status: number, region?: string, more: Partial<Answer> = {}): Answer {
  return { status, headers: {}, body: Buffer.alloc(0), milliseconds: 1, ...(region && { region }), ...more };
}

/** A world whose time passes when everybody in it sleeps, and which is otherwise as the test says. */
export class FakeWorld {
  /** Milliseconds since the world began, at any moment but 0. */
  time = 1_000_000;
  readonly lines: string[] = [];
  private readonly sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  context(world: Partial<DrillWorld>, region?: string): DrillContext {
    const none = async () => undefined;
    const whole: DrillWorld = {
      mediaHost: 'media.meridian.example',
      now: async () => this.time,
      sleep: (milliseconds) => this.sleep(milliseconds),
      ask: async () => answer(200),
      steps: async () => [],
      logged: async () => [],
      describe: async () => DESCRIBED,
      regions: async () => ['asia', 'europe'],
      countryOf: async (of) => ({ asia: 'JP', europe: 'DE' })[of],
      turn: none,
      drain: none,
      undrain: none,
      holdQueues: none,
      refuse: none,
      allow: none,
      aws: async () => ({ status: 200, headers: new Headers(), body: '' }),
      ...world,
    };
    const timeline = new Timeline(whole.now, (line) => void this.lines.push(line.trim()));
    return { world: whole, timeline, ...(region && { region }) };
  }

  /** Whoever has to wake first wakes, at that time, when everybody else has come to sleep or to an end. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.sleepers.push({ until: this.time + milliseconds, wake });
      setImmediate(() => {
        const first = this.sleepers.sort((one, other) => one.until - other.until).shift();
        this.time = Math.max(this.time, first?.until ?? 0);
        first?.wake();
      });
    });
  }
}
