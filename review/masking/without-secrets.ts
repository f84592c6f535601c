import type { Secrets } from './secrets';

/** The same failure in words that may be printed: providers quote in their errors what they were given. */
export function withoutSecrets(failure: unknown, secrets: Secrets): Error {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  const message = secrets.maskKnown(error.message);
  // What caused it holds the words of Terraform, and whoever prints an error prints its causes.
  return message === error.message ? error : new Error(message);
}
