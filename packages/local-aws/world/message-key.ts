/** Key of the object that a message of a queue is about; absent where it says nothing of one. */
export function messageKey(body: string): string | undefined {
  try {
    const { key } = JSON.parse(body) as { key?: unknown };
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
