/** A whole number from 0 to below a bound. */
export type Random = (below: number) => number;

/**
 * Whole numbers below a bound, the same for the same seed, and in no cycle that a walk or a test of this project could notice,
 * which may draw millions of them (mulberry32).
 */
export function randomSequence(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

export function pick<T>(from: readonly T[], random: Random): T | undefined {
  return from[random(from.length)];
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random(left.length), 1));
}
