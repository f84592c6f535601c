import { figures, truths } from '../../__tests__/review/gates/truth/truths';
import { gates } from '../../review/gates';

/** How often each gate of a review is right: cells of a table. */
export const gateRows = (): string[][] => [
  ['gate', 'finds', 'plans that have it', 'written for it, without', 'precision', 'recall'],
  ...figures.map(({ id, plans, silent, precision, recall }) => [
    id,
    gates.find((gate) => gate.id === id)?.title ?? '',
    String(plans),
    String(silent),
    precision.toFixed(2),
    recall.toFixed(2),
  ]),
  ['all', '', String(truths.length), '', '', ''],
];
