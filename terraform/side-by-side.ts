/**
 * Works on every item, at most `limit` at a time; the results have the order of the items. After a failure no further item is taken, and
 * the first one is thrown when what was under way has ended: whoever catches it is alone.
 */
export async function sideBySide<T, Result>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const waiting = items.entries();
  const lane = async () => {
    // The lanes share the iterator, so that each takes what is next.
    for (const [index, item] of waiting) {
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: limit }, lane));
  if (failures.length > 0) throw failures[0];
  return results;
}
