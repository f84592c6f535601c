/** How many random cases to try: a bounded number with every unit test, all of them where `MERIDIAN_FULL` is 1. */
export function cases(bounded: number, full: number): number {
  return process.env.MERIDIAN_FULL === '1' ? full : bounded;
}
