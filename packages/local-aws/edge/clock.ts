import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './types';

/** The machine's time. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, { signal });
  },
};
