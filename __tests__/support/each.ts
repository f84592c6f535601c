/** The items, to say something about each; fails when there is none, which would prove nothing. */
export function each<T>(items: readonly T[], what = 'item'): T[] {
  if (items.length === 0) {
    throw new Error(`expected at least one ${what}, got none`);
  }
  return [...items];
}
