import { isSecretItself, namesSecret, nameWithin, settingsIn } from './named-secret';
import type { Secrets } from './secrets';

/** What an attribute shows whose value only the apply will tell. */
export const KNOWN_AFTER_APPLY = '(known after apply)';

/** Attributes with a digest or a public key: they look like secrets, and are none. */
const DIGEST =
  /(?:hash|sha256|sha1|md5|etag|checksum|fingerprint|thumbprints?|digest(?:_value)?|ds_record|public_key)$/;
/** Where CDKTF puts what a function consists of: under its digest. */
const ASSET = /^assets\/[\w./-]+$/;
const DIGEST_FORM = /^(?:[0-9a-f]{32,128}|[0-9A-F]{32,128}|[\w+/]{43}=)$/;

/** The same value without any secret, in a string or in a name; `mark` is what Terraform says of its places. */
export function masked(value: unknown, secrets: Secrets, mark?: unknown, name = ''): unknown {
  if (value === null || value === undefined) return null;
  if (mark === true) return secrets.mark(value);
  if (typeof value === 'string') {
    const isDigest = DIGEST.test(name) && DIGEST_FORM.test(value);
    if (isDigest || (name === 'filename' && ASSET.test(value))) return secrets.maskKnown(value);
    if (isNamedSecret(name, value)) return secrets.conceal(value);
    const settings = settingsIn(value);
    if (settings !== undefined && holdsNamedSecret(settings)) {
      return JSON.stringify(masked(settings, secrets, mark, name));
    }
    const text = textOf(value);
    return text === undefined ? secrets.mask(value) : `base64 of: ${secrets.mask(text)}`;
  }
  if (typeof value === 'number') {
    const shown = secrets.maskKnown(String(value));
    return shown === String(value) ? value : shown;
  }
  if (typeof value !== 'object') return value;
  const marks = (mark ?? {}) as Readonly<Record<string, unknown>>;
  if (Array.isArray(value)) {
    return value.map((each, index) => masked(each, secrets, marks[index], name));
  }
  const block = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(block).map(([key, each]) => [
      secrets.mask(key),
      masked(each, secrets, marks[key], nameWithin(block, key)),
    ]),
  );
}

const isNamedSecret = (name: string, text: string) => namesSecret(name) && isSecretItself(text);

/** Whether a value has a secret in it by what that is called. */
export function holdsNamedSecret(value: unknown, name = ''): boolean {
  if (typeof value === 'string') return isNamedSecret(name, value);
  if (Array.isArray(value)) return value.some((each) => holdsNamedSecret(each, name));
  if (typeof value !== 'object' || value === null) return false;
  const block = value as Readonly<Record<string, unknown>>;
  return Object.entries(block).some(([key, each]) => holdsNamedSecret(each, nameWithin(block, key)));
}

/** Everything that is text in it without what is known to be a secret: names too. */
export function maskedKnown<T>(value: T, secrets: Secrets): T;
export function maskedKnown(value: unknown, secrets: Secrets): unknown {
  if (typeof value === 'string') return secrets.maskKnown(value);
  if (Array.isArray(value)) return value.map((each) => maskedKnown(each, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [secrets.maskKnown(name), maskedKnown(each, secrets)]),
  );
}

/** The text in base64, such as a user data script; undefined where it is none. */
function textOf(value: string): string | undefined {
  if (value.length < 24 || value.length % 4 > 0 || !/^[\w+/]+={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, 'base64').toString('utf8');
  return /^[\t\n\r\x20-\x7e]+$/.test(text) ? text : undefined;
}
