import { isKey, keyOf } from './key-of';

/** `keyOf` a path, where it is below one of the prefixes. */
export function objectKey(path: string, allowedPrefixes: readonly string[]): string | undefined {
  const key = keyOf(path);
  return key && isBelow(key, allowedPrefixes) ? key : undefined;
}

/** Whether a key is one that `objectKey` returns: the worker trusts no message, ours included. */
export function isAllowedKey(key: string, allowedPrefixes: readonly string[]): boolean {
  try {
    return isKey(key) && isBelow(key, allowedPrefixes);
  } catch {
    return false;
  }
}

function isBelow(key: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => key.startsWith(prefix));
}

/** The one path under which a key is asked for; `objectKey` turns it back into the same key. */
export function objectPath(key: string): string {
  return `/${key.split('/').map(encodeURIComponent).join('/')}`;
}
