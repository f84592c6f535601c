import type { Target } from './target';

/** What is wrong, and the command or console page that mends it: one line each. */
export interface Finding {
  readonly problem: string;
  readonly remedy: string;
}

/** A question to the account that is answered by reading only. */
export interface Check {
  readonly id: string;
  /** What is asked, as the documentation lists it. */
  readonly asks: string;
  /** What mends it, in general. */
  readonly remedy: string;
  /** IAM actions that it needs. */
  readonly actions: readonly string[];
  /** Everything that is wrong; throws where the account does not answer. */
  readonly findings: (target: Target) => Promise<readonly Finding[]>;
}

/** One finding for each value that has one. */
export async function findingsOf<T>(
  values: Iterable<T>,
  find: (value: T) => Promise<Finding | undefined> | Finding | undefined,
): Promise<readonly Finding[]> {
  const found = await Promise.all([...values].map(find));
  return found.filter((finding) => finding !== undefined);
}
