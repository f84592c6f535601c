/**
 * Which random cases to try, or how many: a few with every unit test, all of them where `MERIDIAN_FULL` is 1. The
 * end-to-end test says `ci`, for as many as are worth a minute of every change.
 */
export function cases<T>(bounded: T, full: T, inCi: T = full): T {
  const { MERIDIAN_FULL } = process.env;
  if (MERIDIAN_FULL === 'ci') return inCi;
  return MERIDIAN_FULL === '1' ? full : bounded;
}
