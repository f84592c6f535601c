/** Who answers depends on something that only the apply will tell, or that the model does not know. */
export class CannotTell extends Error {}

/** What is read, where it can be told. */
export function whereTold<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CannotTell) return otherwise;
    throw error;
  }
}
