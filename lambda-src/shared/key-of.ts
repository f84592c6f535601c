/** S3's limit for a key. */
const MAXIMUM_KEY_BYTES = 1024;

/**
 * The key of the object that a request path names, or nothing where two systems could read the path differently.
 *
 * The path is decoded once. What remains must not change when anyone decodes or resolves it again, so separators and
 * control characters that hide behind an escape, second escapes, dot segments and empty segments are refused; so is a
 * bare `+`, which S3 reads as a space and other servers do not. The edge asks the same, in CloudFront's own engine: a path
 * without a key is none that a bucket is asked for.
 */
export function keyOf(path: string): string | undefined {
  if (/^[^/]|%2f|%5c|[+?#\\]/i.test(path)) {
    return undefined;
  }
  try {
    const key = decodeURIComponent(path.slice(1));
    return isKey(key) ? key : undefined;
  } catch {
    return undefined; // Not UTF-8, or a broken escape.
  }
}

/** Throws where the key has a lone surrogate, which cannot be written in UTF-8. */
export function isKey(key: string): boolean {
  return (
    // Control characters and backslashes; U+FFFD, which stands for bytes that were not text; U+FFFE and U+FFFF, which SQS
    // refuses; an escape that is left; segments that are empty or dots.
    !/[^ -~\xa0-\ufffc]|\\|%[0-9a-f]{2}|(^|\/)\.{0,2}(\/|$)/i.test(key) &&
    // One sign for each byte.
    encodeURIComponent(key).replace(/%../g, '_').length <= MAXIMUM_KEY_BYTES
  );
}
