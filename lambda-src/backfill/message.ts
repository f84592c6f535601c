import { isAllowedKey } from '../shared/object-key';

/** What the queue of misses carries: a key and never a URL or host, so that no message can point the worker anywhere. */
export interface MissMessage {
  readonly version: 1;
  readonly key: string;
}

export function missMessage(key: string): string {
  return JSON.stringify({ version: 1, key } satisfies MissMessage);
}

/** The message, or nothing where it is not one that `missMessage` writes for an allowed key. */
export function parsedMessage(body: string, allowedPrefixes: readonly string[]): MissMessage | undefined {
  const value = json(body);
  if (typeof value !== 'object' || value === null) return undefined;
  const { version, key } = value as Partial<Record<keyof MissMessage, unknown>>;
  if (version !== 1 || typeof key !== 'string' || !isAllowedKey(key, allowedPrefixes)) return undefined;
  return { version, key };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
