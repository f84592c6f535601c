/** `shortest` only shows that a benchmark works: one round of the smallest case. */
export type Length = 'whole' | 'shortest';

export interface Benchmark {
  readonly summary: string;
  /** Prints our figure, the baseline's and the ratio; rejects where there are none. */
  readonly run: (length: Length) => Promise<void>;
}

/** Throws where something was not measured. */
export function median(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined || !values.every((value) => Number.isFinite(value))) {
    throw new Error(`expected figures, got [${values.join(', ')}]`);
  }
  return middle;
}
