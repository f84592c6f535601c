/** Why a message is done with: none of these turns out differently when it is tried again. */
export type Outcome =
  /** The object is in the bucket, written by this message. */
  | 'stored'
  /** The source had a newer object, which replaced the copy in the bucket. */
  | 'refreshed'
  /** Too large or too slow for a function: the key is in the queue of large objects. */
  | 'handed-on'
  /** The object was in the bucket before, or somebody else was faster. */
  | 'already-present'
  /** Somebody deleted the object from the bucket; a fill must not bring it back. */
  | 'deleted-here'
  /** The message is not one of ours, or names a key that may not be copied. */
  | 'invalid-message'
  /** The source has no such object. */
  | 'missing-at-source'
  /** The source does not let the worker in. */
  | 'refused-by-source'
  /** The source answered with something that is not the whole object. */
  | 'unusable-answer'
  /** The source's answer begins in a way that is no HTTP, such as with two lengths. */
  | 'invalid-http'
  /** The answer is for one viewer, or not to be kept. */
  | 'not-storable'
  /** Larger than the document's cap. */
  | 'too-large';

/** What went wrong, in words. A name whose every address failed says so in the errors of the addresses only. */
export function reasonOf(error: unknown): string {
  const { errors, message } = Object(error) as Partial<AggregateError>;
  if (errors !== undefined) return errors.map(reasonOf).join('; ');
  return message ?? String(error);
}

/** A failure that may pass: the message goes back to the queue, and after five attempts to the dead-letter queue. */
export class TransientError extends Error {
  override readonly name = 'TransientError';

  constructor(
    message: string,
    /** When the source wants to be asked again. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}
