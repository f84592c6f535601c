import type { DrillContext } from './drill';

export interface SteadyOptions {
  /** Of the world's time. */
  readonly giveUpSeconds: number;
  /** Between two questions, of the world's time. @default 1 */
  readonly everySeconds?: number;
  /** What answers once may have been lucky. @default 3 */
  readonly times?: number;
}

/** The moment since which `probe` has found the same several times in a row; `undefined` where that never came. */
export async function steady<T>(
  { world, timeline }: Pick<DrillContext, 'world' | 'timeline'>,
  probe: () => Promise<T | undefined>,
  { giveUpSeconds, everySeconds = 1, times = 3 }: SteadyOptions,
): Promise<{ readonly found: T; readonly seconds: number } | undefined> {
  const end = (await timeline.seconds()) + giveUpSeconds;
  let since: { found: T; seconds: number } | undefined;
  let count = 0;
  for (let now = await timeline.seconds(); now < end; now = await timeline.seconds()) {
    const found = await probe();
    if (found === undefined || found !== since?.found) {
      count = 0;
      since = found === undefined ? undefined : { found, seconds: now };
    }
    if (since !== undefined) count += 1;
    if (count >= times) return since;
    await world.sleep(everySeconds * 1000);
  }
  return undefined;
}
