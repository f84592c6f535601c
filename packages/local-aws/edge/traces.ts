import { randomUUID } from 'node:crypto';
import type { Clock, Trace, TraceStep } from './types';

const KEPT = 2000;

/** What happened to one request, while it happens. */
export class OpenTrace implements Trace {
  readonly id = randomUUID();
  readonly startedAt: number;
  readonly steps: TraceStep[] = [];
  /** Not part of the trace as it is shown. */
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.startedAt = clock.now();
  }

  note(step: TraceStep['step'], detail: TraceStep['detail']): void {
    this.steps.push({ at: this.#clock.now(), step, detail });
  }
}

/** The last traces; older ones are forgotten. */
export class Traces {
  private readonly traces = new Map<string, OpenTrace>();

  constructor(private readonly clock: Clock) {}

  open(): OpenTrace {
    const trace = new OpenTrace(this.clock);
    this.traces.set(trace.id, trace);
    if (this.traces.size > KEPT) {
      const [oldest] = this.traces.keys();
      if (oldest !== undefined) this.traces.delete(oldest);
    }
    return trace;
  }

  get(id: string): Trace | undefined {
    return this.traces.get(id);
  }

  /**
   * The requests for an object that a second origin was asked for, until a message about it has been handled: what happens to
   * the object behind the viewers' backs is part of their story.
   */
  failedOver(key: string): OpenTrace[] {
    return [...this.traces.values()].filter(
      ({ steps }) =>
        steps.some(({ step, detail }) => step === 'viewer' && decoded(detail.uri) === `/${key}`) &&
        steps.some(({ step }) => step === 'failover') &&
        !steps.some(({ step, detail }) => step === 'batch' && detail.done === true),
    );
  }

  /** Newest first. */
  latest(count: number): Trace[] {
    return [...this.traces.values()].slice(-count).reverse();
  }
}

function decoded(uri: unknown): string | undefined {
  try {
    return decodeURIComponent(String(uri));
  } catch {
    return undefined;
  }
}
