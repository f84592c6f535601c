/** Works on every item, at most `limit` at a time; the results have the order of the items, and any failure is thrown. */
export async function sideBySide<T, Result>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const lane = async () => {
    // The lanes share the iterator, so that each takes what is next.
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, lane));
  return results;
}
