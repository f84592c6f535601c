import type { Problem } from './problem';

/** No prefix lies inside another or stands there twice. */
export function* prefixProblems(path: string, prefixes: readonly string[]): Iterable<Problem> {
  for (const [index, prefix] of prefixes.entries()) {
    const outer = prefixes.find(
      (other, position) =>
        position !== index && prefix.startsWith(other) && (prefix !== other || position < index),
    );
    if (outer !== undefined) {
      yield { path: `${path}[${index}]`, expected: `a prefix outside "${outer}"`, got: prefix };
    }
  }
}
