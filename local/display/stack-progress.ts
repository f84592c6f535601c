import type { ProgressEvent } from '../../terraform/json-output';

/** What one stack's Terraform has done so far, from the events it reports. */
export class StackProgress {
  readonly startedAt: number;
  private command = 'waiting';
  private total: number | undefined;
  private completed = 0;
  private readonly underWay = new Map<string, string>();

  constructor(
    readonly stackId: string,
    private readonly now: () => number,
  ) {
    this.startedAt = now();
  }

  get seconds(): number {
    return Math.round((this.now() - this.startedAt) / 1000);
  }

  /** What the plan comes to; undefined before there is one. */
  get planned(): number | undefined {
    return this.total;
  }

  /** Resources that are as planned by now. */
  get done(): number {
    return this.completed;
  }

  /** True when the event changes what a reader would want to know at once. */
  take(event: ProgressEvent): boolean {
    switch (event.kind) {
      case 'command':
        this.command = event.command;
        this.underWay.clear();
        return event.command !== 'init';
      case 'planned':
        this.total = event.add + event.change + event.remove;
        return false;
      case 'resource':
        this.takeResource(event);
        return event.phase === 'errored';
      default:
        return false;
    }
  }

  /** Such as `apply 12/45, 31 s (aws_lb.public and 3 more)`. */
  get summary(): string {
    const isChanging = this.command === 'apply' || this.command === 'destroy';
    const count = isChanging && this.total ? ` ${this.done}/${this.total}` : '';
    const [first] = this.underWay.keys();
    const others = this.underWay.size - 1;
    const current = first ? ` (${first}${others > 0 ? ` and ${others} more` : ''})` : '';
    return `${this.command}${count}, ${this.seconds} s${isChanging ? current : ''}`;
  }

  private takeResource({ address, action, phase }: Extract<ProgressEvent, { kind: 'resource' }>): void {
    if (action === 'read') {
      return;
    }
    if (phase === 'start') {
      this.underWay.set(address, action);
    } else if (phase !== 'progress') {
      this.underWay.delete(address);
      this.completed += phase === 'complete' ? 1 : 0;
    }
  }
}
