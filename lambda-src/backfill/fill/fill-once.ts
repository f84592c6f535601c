import type { Outcome } from '../outcome';
import { type Fill, fill } from './fill';

/** Fills that run in this container, by the text of their message: one key has one text. */
const inProgress = new Map<string, Promise<Outcome>>();

/** As `fill`; a message whose key is being filled here waits for that fill, and shares its fate, instead of asking the source again. */
export async function fillOnce(
  job: Fill,
  messageBody: string,
  signal: AbortSignal,
  fillId: string,
): Promise<Outcome> {
  const other = inProgress.get(messageBody);
  if (other !== undefined) {
    const outcome = await other;
    return outcome === 'stored' || outcome === 'refreshed' ? 'already-present' : outcome;
  }
  const filling = fill(job, messageBody, signal, fillId).finally(() => inProgress.delete(messageBody));
  inProgress.set(messageBody, filling);
  return await filling;
}
