/** Words that end the name of a secret: `db_password`, `CLIENT_SECRET`, `githubToken`. */
const ENDINGS = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'credential',
]);
/** Two words that do. */
const PAIRS = new Set([
  ...['api key', 'secret key', 'private key', 'signing key', 'preshared key', 'shared key', 'access key'],
  ...['secret string', 'secret binary', 'secret value', 'password value', 'token value'],
]);
/** Tokens that only number a request or a page: `creation_token` of a file system is its name. */
const NUMBERING = new Set([
  'client',
  'request',
  'creation',
  'next',
  'page',
  'continuation',
  'idempotency',
  'invocation',
]);

/** Whether an attribute, a variable or a header is called what only secrets are called. */
export function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
  const [last = '', before = ''] = words.reverse();
  if (last === 'token' && NUMBERING.has(before)) return false;
  return ENDINGS.has(last) || /passw(?:or)?d$/.test(last) || PAIRS.has(`${before} ${last}`);
}

/** Words that say how a secret is treated. */
const SETTING =
  /^(?:true|false|yes|no|on|off|none|null|enabled|disabled|required|optional|default|auto|\d{1,3})$/i;
/** Where a secret lies: an ARN, an expression, a parameter or a file, a page. */
const PLACE = /^(?:arn:[\w-]*:|\$\{|\{\{|\/[\w./-]+$|https?:\/\/[^@\s]*$|ssm:|secretsmanager:|vault:|env:)/;
/** As tools write what they do not show. */
const HIDDEN = /^(?:\*+|x{3,}|<[^>]*>|\(.*\)|redacted)$/i;

/** Whether such a value is a secret itself, and not a setting, or the place where the secret lies. */
export const isSecretItself = (text: string): boolean =>
  text.length >= SHORTEST && !SETTING.test(text) && !PLACE.test(text) && !HIDDEN.test(text);

const SHORTEST = 3;

/** What lists of settings call the name of one: `environment` of containers, headers of origins. */
const NAMES = ['name', 'key', 'header_name', 'Name', 'Key'];
const VALUES = new Set(['value', 'header_value', 'Value']);

/** What a value in a block stands under: that of `{ name: 'DB_PASSWORD', value: … }` under its neighbour. */
export function nameWithin(block: Readonly<Record<string, unknown>>, key: string): string {
  if (!VALUES.has(key)) return key;
  const named = NAMES.map((each) => block[each]).find((each) => typeof each === 'string');
  return typeof named === 'string' ? named : key;
}

/** What a text in JSON says, where it may hold a secret by its name; undefined where it is no such text. */
export function settingsIn(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text) || !MAY_NAME.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** Some name or value ends so. */
const MAY_NAME = /(?:pass(?:word|wd|phrase|)|pwd|secret|token|key|credential|string|binary|value)"/i;
