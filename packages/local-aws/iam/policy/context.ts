/** One value, or several where the condition key is multivalued. */
export type ContextValue = string | readonly string[];

/** The condition keys of a request, in lower case: AWS compares their names so, tag keys included. */
export type Context = ReadonlyMap<string, ContextValue>;

export function contextOf(values: Readonly<Record<string, ContextValue>>): Context {
  return new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
}

/** All values of a key; none where the request lacks it. */
export function valuesOf(context: Context, key: string): readonly string[] {
  const value = context.get(key);
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
