/** Which random cases to try, or how many: a few with every unit test, all of them where `MERIDIAN_FULL` is 1. */
export function cases<T>(bounded: T, full: T): T {
  return process.env.MERIDIAN_FULL === '1' ? full : bounded;
}
