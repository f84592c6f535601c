import type { DrillContext } from './drill';
import type { Answer, Asked, Method } from './world';

/** Times are seconds of the time line. */
export interface ViewerAnswer extends Answer {
  readonly asked: number;
  readonly answered: number;
}

interface ViewerRequest {
  readonly method: Method;
  readonly asked: number;
  /** Absent while it is under way. */
  answer?: ViewerAnswer;
}

export interface ViewerOptions {
  /** What is asked for, each time anew. @default - the site */
  readonly what?: () => Omit<Asked, 'method' | 'country'>;
  /** @default 1 */
  readonly everySeconds?: number;
}

/** What answers once may have been lucky. */
const TIMES = 3;
/** Three times the bound of a move: whoever has not moved by then never will. */
const PATIENCE_SECONDS = 270;

/**
 * Somebody whom a region serves, who asks every second, or as often as is said, whether or not earlier requests have been
 * answered: one that waits for a slow answer must not hide when the next one was quick.
 */
export class Viewer {
  private readonly requests: ViewerRequest[] = [];
  private readonly underWay = new Set<Promise<void>>();

  private constructor(
    private readonly context: DrillContext,
    readonly country: string,
    private readonly methods: readonly Method[],
    private readonly speed: number,
    private readonly what: () => Omit<Asked, 'method' | 'country'>,
    private readonly everySeconds: number,
  ) {}

  /** Rejects where the region serves nobody. */
  static async of(
    region: string,
    context: DrillContext,
    methods: readonly Method[] = ['GET', 'POST'],
    { what = () => ({}), everySeconds = 1 }: ViewerOptions = {},
  ) {
    const country = await context.world.countryOf(region);
    if (country === undefined) throw new Error(`${region}: no viewer is served by it`);
    return new Viewer(context, country, methods, (await context.world.describe()).speed, what, everySeconds);
  }

  /** What came of the requests so far, in the order in which they were sent. */
  answers(only?: Method): ViewerAnswer[] {
    return this.requests.flatMap(({ method, answer }) =>
      answer !== undefined && method === (only ?? method) ? [answer] : [],
    );
  }

  async askFor(seconds: number): Promise<void> {
    const end = (await this.context.timeline.seconds()) + seconds;
    await this.ask((now) => now >= end);
  }

  /** Asks as long as something else goes on, however that ends. */
  async askDuring(work: Promise<unknown>): Promise<void> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    await this.ask(() => isOver);
  }

  /** The moment since which every answer is as wanted, several times in a row; `undefined` where that never comes. */
  async askUntil(isWanted: (answer: ViewerAnswer) => boolean): Promise<number | undefined> {
    const first = this.requests.length;
    const end = (await this.context.timeline.seconds()) + PATIENCE_SECONDS;
    let since: number | undefined;
    await this.ask((now) => {
      since = this.since(this.requests.slice(first), isWanted);
      return since !== undefined || now >= end;
    });
    return since;
  }

  /** Asks with every method, time after time, until it is over, and waits for what is still under way. */
  private async ask(isOver: (now: number) => boolean): Promise<void> {
    const { world, timeline } = this.context;
    for (let now = await timeline.seconds(); !isOver(now); now = await timeline.seconds()) {
      for (const method of this.methods) this.send({ method, asked: now });
      await world.sleep(this.everySeconds * 1000);
    }
    await Promise.all(this.underWay);
  }

  private send(request: ViewerRequest): void {
    const { method, asked } = request;
    const sent = this.context.world.ask({ ...this.what(), method, country: this.country }).then((answer) => {
      request.answer = { ...answer, asked, answered: asked + (answer.milliseconds * this.speed) / 1000 };
      this.underWay.delete(sent);
    });
    this.requests.push(request);
    this.underWay.add(sent);
  }

  private since(requests: readonly ViewerRequest[], isWanted: (answer: ViewerAnswer) => boolean) {
    const other = requests.filter(({ answer }) => answer === undefined || !isWanted(answer)).at(-1);
    const after = requests.filter(({ asked }) => other === undefined || asked > other.asked);
    return after.length < TIMES * this.methods.length ? undefined : after[0]?.asked;
  }
}

/** The edge had to make up an answer, or gave none. */
export function hasFailed({ status }: Answer): boolean {
  return status >= 500 || status === 0;
}

/** How many failed, of how many: part of a figure. */
export function failures(answers: readonly Answer[]): { readonly value: number; readonly of: number } {
  return { value: answers.filter(hasFailed).length, of: answers.length };
}

/** Such as `isServedBy('asia')`. */
export const isServedBy = (wanted: string) => (answer: Answer) =>
  !hasFailed(answer) && answer.region === wanted;

export const isServedElsewhere = (home: string) => (answer: Answer) =>
  !hasFailed(answer) && answer.region !== undefined && answer.region !== home;
