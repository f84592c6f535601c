import { lossInWords } from '../traffic/words';
import type { Gate } from './gate';

export const trafficLoss: Gate = {
  id: 'G21',
  title: 'viewers are answered by nobody',
  severity: 'refuse',
  check: ({ traffic }) =>
    (traffic?.losses ?? []).map((loss) => ({
      stack: loss.stack,
      address: loss.address,
      sentence: lossInWords(loss),
      // A name that no viewer reaches the edge by, and that is given up with its records.
      ...(loss.countries.length === 0 && loss.isNameGone ? { severity: 'warn' as const } : {}),
    })),
};
