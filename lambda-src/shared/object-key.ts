/** S3's limit for a key. */
const MAXIMUM_KEY_BYTES = 1024;

/**
 * The key of the object that a request path names, or nothing where two systems could read the path differently.
 *
 * The path is decoded once. What remains must not change when anyone decodes or resolves it again, so separators and
 * control characters that hide behind an escape, second escapes, dot segments and empty segments are refused; so is a
 * bare `+`, which S3 reads as a space and other servers do not.
 */
export function objectKey(path: string, allowedPrefixes: readonly string[]): string | undefined {
  if (!path.startsWith('/') || path.length > MAXIMUM_KEY_BYTES * 3 + 1) return undefined;
  if (/%2f|%5c|[+?#\\]/i.test(path)) return undefined;
  const key = decoded(path.slice(1));
  return key !== undefined && isAllowedKey(key, allowedPrefixes) ? key : undefined;
}

/** Whether a key is one that `objectKey` returns: the worker trusts no message, ours included. */
export function isAllowedKey(key: string, allowedPrefixes: readonly string[]): boolean {
  return (
    // Control characters and backslashes; an escape that is left; U+FFFD stands for bytes that were not text.
    !/[\p{Cc}\\\ufffd]|%[0-9a-f]{2}/iu.test(key) &&
    // A lone surrogate cannot be written in UTF-8.
    !/\p{Cs}/u.test(key) &&
    key.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..') &&
    Buffer.byteLength(key) <= MAXIMUM_KEY_BYTES &&
    allowedPrefixes.some((prefix) => key.startsWith(prefix))
  );
}

/** The one path under which a key is asked for; `objectKey` turns it back into the same key. */
export function objectPath(key: string): string {
  return `/${key.split('/').map(encodeURIComponent).join('/')}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // Not UTF-8, or a broken escape.
  }
}
