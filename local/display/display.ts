import type { ProgressEvent } from '../../terraform/json-output';
import { Overall } from './overall';
import { StackProgress } from './stack-progress';

export interface Terminal {
  write(text: string): void;
  /** Whether lines can be drawn over; otherwise each is written once. */
  readonly isTty: boolean;
  /** @default 80 */
  readonly columns?: number;
}

/** How often, at most, a stack that is at work gets a line where lines cannot be drawn over. */
const QUIET_MILLISECONDS = 10_000;

/** Shows stacks at work: one live line each on a terminal, otherwise a line now and then. */
export class Display {
  private readonly atWork = new Map<string, StackProgress>();
  private readonly lastLine = new Map<string, number>();
  private readonly ended: StackProgress[] = [];
  private overall: Overall | undefined;
  private drawn = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number = Date.now,
  ) {}

  /** Shows from now on how far all of them are together; each comes with the number of its resources. */
  expect(stacks: ReadonlyMap<string, number>): void {
    this.overall = new Overall(stacks, this.now);
  }

  /** A line that stays. */
  say(text: string): void {
    this.erase();
    this.terminal.write(`${text}\n`);
    this.draw();
  }

  begin(stackId: string): void {
    this.atWork.set(stackId, new StackProgress(stackId, this.now));
    this.lastLine.set(stackId, this.now());
    if (this.terminal.isTty) {
      this.timer ??= setInterval(() => this.redraw(), 500);
      this.timer.unref();
      this.redraw();
    }
  }

  take(stackId: string, event: ProgressEvent): void {
    const progress = this.atWork.get(stackId);
    if (!progress) {
      return;
    }
    const isNews = progress.take(event);
    if (this.terminal.isTty) {
      return;
    }
    if (isNews || this.now() - (this.lastLine.get(stackId) ?? 0) >= QUIET_MILLISECONDS) {
      this.lastLine.set(stackId, this.now());
      this.terminal.write(`  ${line(progress)}\n`);
    }
  }

  /** The stack is done with; `text` says how. Returns the seconds it took. */
  end(stackId: string, text: string): number {
    const progress = this.atWork.get(stackId);
    const seconds = progress?.seconds ?? 0;
    this.atWork.delete(stackId);
    if (progress) this.ended.push(progress);
    const together = this.terminal.isTty ? [] : this.together();
    this.say([`  ${stackId}: ${text}, ${seconds} s`, ...together].join('\n'));
    return seconds;
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.erase();
  }

  private together(): string[] {
    return this.overall ? [`  ${this.overall.summary([...this.atWork.values()], this.ended)}`] : [];
  }

  private redraw(): void {
    this.erase();
    this.draw();
  }

  private draw(): void {
    if (!this.terminal.isTty) {
      return;
    }
    const lines = [
      ...[...this.atWork.values()].map((progress) => `… ${line(progress)}`),
      ...(this.atWork.size === 0 ? [] : this.together()),
    ].map((text) => text.slice(0, (this.terminal.columns || 80) - 1));
    this.terminal.write(lines.map((text) => `${text}\n`).join(''));
    this.drawn = lines.length;
  }

  /** Moves up over the live lines and clears them. */
  private erase(): void {
    if (this.drawn > 0) {
      this.terminal.write(`\u001b[${this.drawn}A\u001b[J`);
      this.drawn = 0;
    }
  }
}

const line = (progress: StackProgress) => `${progress.stackId}: ${progress.summary}`;
