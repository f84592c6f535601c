/** Key of the object that a fill worker's message is about; absent where it is another message. */
export function messageKey(body: string): string | undefined {
  try {
    const { key } = JSON.parse(body) as { key?: unknown };
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
