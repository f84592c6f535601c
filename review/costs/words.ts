import type { Costs, StackCosts } from '../analysis/review';

/** `+33 USD`, `−1,825 USD`, `+0.40 USD`. */
export function dollars(monthly: number): string {
  const size = Math.abs(monthly);
  const digits = size < 10 ? 2 : 0;
  const shown = size.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${monthly < 0 ? '−' : '+'}${shown} USD`;
}

const shortly = (type: string) => type.replace(/^aws_/, '').replaceAll('_', ' ');

/** Sentences about what changes of what is paid by the hour or by the month. */
export function costsInWords({ date, awsRegion, monthly, stacks }: Costs): string[] {
  const priced = stacks.filter(({ changes }) => changes.length > 0);
  const unpriced = unpricedOf(stacks);
  return [
    ...(priced.length === 0
      ? []
      : [`About ${dollars(monthly)} a month, by prices of ${awsRegion} of ${date}; other regions differ.`]),
    ...priced.map(
      ({ stack, monthly: own, changes }) =>
        `${stack}: ${dollars(own)} (${changes.map((each) => `${shortly(each.type)} ${dollars(each.monthly)}`).join(', ')})`,
    ),
    ...(unpriced === '' ? [] : [`Not priced: ${unpriced}.`]),
  ];
}

function unpricedOf(stacks: readonly StackCosts[]): string {
  const counts = new Map<string, number>();
  for (const { type, count } of stacks.flatMap(({ unpriced }) => unpriced)) {
    counts.set(type, (counts.get(type) ?? 0) + count);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => `${count} × ${shortly(type)}`)
    .join(', ');
}
