import { randomUUID } from 'node:crypto';
import { hasFailed } from '../drills/viewer';
import type { DrillWorld } from '../drills/world';
import { COUNTRIES } from '../review/traffic/countries';
import { sideBySide } from '../terraform/side-by-side';
import {
  type Ask,
  type Comparison,
  compared,
  isAbout,
  keyOf,
  type Observed,
  type Predicted,
  problemsOf,
  SERVED,
} from './comparison';

export interface PredictingProps {
  readonly world: Pick<DrillWorld, 'ask' | 'sleep' | 'now' | 'mediaHost'>;
  readonly siteNames: readonly string[];
  /** A prefix of objects that has been served all along. */
  readonly mediaPrefix: string;
  /** @default - every country */
  readonly countries?: readonly string[];
}

/** Requests at once. */
const AT_ONCE = 12;
/** Of each second, beside those that a prediction is about. */
const EACH_ROUND = 24;
/** The world reads records every 10 s, and a resolver keeps an alias for 60. */
const PATIENCE_MILLISECONDS = 90_000;

/** Viewers of every country, who ask for every name before, during and after applies that were predicted. */
export class Predicting {
  private readonly asks: readonly Ask[];
  private predicted: Predicted[] = [];
  /** What came of the last round, which is what there is before the next apply. */
  private last: ReadonlyMap<string, Observed> | undefined;
  private at = 0;
  /** Requests, of all rounds. */
  asked = 0;

  constructor(private readonly props: PredictingProps) {
    const { siteNames, mediaPrefix, world, countries = COUNTRIES } = props;
    const what = [
      ...siteNames.map((name) => ({ name, method: 'GET', path: '/' }) as const),
      ...siteNames.slice(0, 1).map((name) => ({ name, method: 'POST', path: '/' }) as const),
      { name: world.mediaHost, method: 'GET', path: `/${mediaPrefix}x` } as const,
    ];
    this.asks = countries.flatMap((country) => what.map((each) => ({ ...each, country })));
  }

  /** Before the apply that it is about. */
  add(predicted: Predicted): void {
    this.predicted.push(predicted);
  }

  async during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly comparison: Comparison }> {
    this.predicted = [];
    const before = this.last ?? (await this.everybody());
    const seen = new Map<string, Observed[]>();
    const note = (key: string, observed: Observed) => seen.set(key, [...(seen.get(key) ?? []), observed]);
    let isOver = false;
    const working = work().finally(() => {
      isOver = true;
    });
    const asking = (async () => {
      while (!isOver) {
        for (const [key, observed] of await this.observe(this.round())) note(key, observed);
        await this.props.world.sleep(1000);
      }
    })();
    const [worked] = await Promise.allSettled([working, asking]);
    if (worked.status === 'rejected') {
      this.last = undefined;
      throw worked.reason;
    }
    await asking;
    const watched = (now: ReadonlyMap<string, Observed>) =>
      this.asks.flatMap((ask) => {
        const key = keyOf(ask);
        const [was, is] = [before.get(key), now.get(key)];
        return was && is ? [{ ask, before: was, during: seen.get(key) ?? [], after: is }] : [];
      });
    const after = new Map(await this.everybody());
    const end = (await this.props.world.now()) + PATIENCE_MILLISECONDS;
    let comparison = compared(this.predicted, watched(after));
    // Who waits for what was said of the end, or is lost and nobody said that it stays so, may only be early.
    while (problemsOf(comparison).length > 0 && (await this.props.world.now()) < end) {
      await this.props.world.sleep(5000);
      for (const ask of this.asks) {
        const observed = after.get(keyOf(ask));
        if (observed?.isLost) note(keyOf(ask), observed);
      }
      for (const [key, observed] of await this.everybody()) after.set(key, observed);
      comparison = compared(this.predicted, watched(after));
    }
    this.last = after;
    return { result: worked.value, comparison };
  }

  private everybody(): Promise<Map<string, Observed>> {
    return this.observe(this.asks);
  }

  /** The next ones in turn, and of those that something was said about as many again. */
  private round(): readonly Ask[] {
    const inTurn = Array.from({ length: EACH_ROUND }, () => {
      // Without a common factor with their number, so that neighbours are not asked together.
      this.at = (this.at + 101) % this.asks.length;
      return this.asks[this.at] as Ask;
    });
    const said = this.predicted.flatMap(({ effect }) => [...effect.changes, ...effect.losses]);
    const concerned = this.asks.filter((ask) => said.some((each) => isAbout(each, ask)));
    const first = concerned.length === 0 ? 0 : this.at % concerned.length;
    return [...inTurn, ...[...concerned.slice(first), ...concerned.slice(0, first)].slice(0, EACH_ROUND)];
  }

  private async observe(asks: readonly Ask[]): Promise<Map<string, Observed>> {
    const found = await sideBySide(asks, AT_ONCE, async (ask) => [keyOf(ask), await this.ask(ask)] as const);
    return new Map(found);
  }

  private async ask({ name, method, country, path }: Ask): Promise<Observed> {
    this.asked += 1;
    const { world } = this.props;
    const isMedia = name === world.mediaHost;
    const answer = await world.ask({
      host: name,
      method,
      country,
      // From a location that has no copy each time.
      ...(isMedia
        ? { path: `${path}.png`, location: `WALK-${randomUUID().slice(0, 20).toUpperCase()}` }
        : {}),
    });
    // Also what the edge or a load balancer refuses: a region signs what it answers.
    const isLost = hasFailed(answer) || (answer.region === undefined && answer.status >= 400);
    if (isLost) return { by: `the edge itself, with ${answer.status}`, isLost };
    // A bucket and the origin behind it have the same object: who gave it says how often it was asked for.
    if (isMedia) return { by: SERVED, isLost };
    return { by: answer.region ?? `the edge itself, with ${answer.status}`, isLost };
  }
}
