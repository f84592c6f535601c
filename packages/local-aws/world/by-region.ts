/** Waits for all of them, whatever some come to; then rejects as the first that failed. */
export async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

export interface RegionReader<T> {
  readonly read: (awsRegion: string) => Promise<readonly T[]>;
  /** What was known of a region before. */
  readonly known: (awsRegion: string) => readonly T[];
}

/** Reads AWS regions by themselves: one that cannot be read stays as it was known, and `failure` says why. */
export async function ofRegions<T>(
  awsRegions: readonly string[],
  { read, known }: RegionReader<T>,
): Promise<{ readonly found: readonly T[]; readonly failure?: unknown }> {
  const results = await Promise.allSettled(awsRegions.map(read));
  const failed = results.find((result) => result.status === 'rejected');
  return {
    found: results.flatMap((result, index) =>
      result.status === 'fulfilled' ? result.value : known(awsRegions[index] ?? ''),
    ),
    ...(failed && { failure: failed.reason }),
  };
}
