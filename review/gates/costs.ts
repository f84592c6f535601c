import { dollars } from '../costs/words';
import type { Gate } from './gate';

/** Dollars a month from which on somebody is told, unless the review says another number. */
export const TOLD_FROM = 100;

export const costIncrease: Gate = {
  id: 'G17',
  title: 'a change costs money',
  severity: 'warn',
  check: ({ costs, costsToldFrom = TOLD_FROM }) => {
    if (costs === undefined || costs.monthly < costsToldFrom) return [];
    const dearer = costs.stacks.filter(({ monthly }) => monthly > 0).sort((a, b) => b.monthly - a.monthly);
    return dearer.slice(0, 1).map(({ stack, monthly }) => ({
      stack,
      sentence: `All stacks together cost about ${dollars(costs.monthly)} a month, ${dollars(monthly)} of it for "${stack}".`,
    }));
  },
};
