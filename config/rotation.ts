import { list, wholeNumber } from './fields';
import type { Problem } from './problem';

/** Versions of something that is rotated: the new one and the old one live beside each other for a while. */
export const versions = list(wholeNumber(1, 1_000_000), 'versions', 1, 2);

export function* versionProblems(path: string, [first, second]: readonly number[]): Iterable<Problem> {
  if (first === second) {
    yield { path: `${path}[1]`, expected: 'a version other than the first', got: second };
  }
}
