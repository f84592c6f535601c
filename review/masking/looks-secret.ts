/** What may be a key: a run of characters as base64, hex and the makers of keys write them. */
export const TOKEN =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|[\w+/=.~-]{16,}/g;

/** Keys that tell what they are. */
const KNOWN = [
  /^-----BEGIN /,
  /(?:^|[^A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?:$|[^A-Z0-9])/,
  /gh[pousr]_\w{36}/,
  /github_pat_\w{22}/,
  /xox[abposr]-[\w-]{10}/,
  /xapp-\d-\w{8}/,
  /(?:^|[^A-Za-z0-9])(?:glpat-[\w-]{20}|npm_[A-Za-z0-9]{36}|AIza[\w-]{35})/,
  /(?:^|[^A-Za-z0-9])sk-(?:[A-Za-z0-9]{20}|(?:proj|svcacct|admin|ant-\w+)-[\w-]{20})/,
  /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/,
  /(?:sk|rk)_live_\w{16}/,
];

/** Words change the kind of their characters rarely, whatever their length; random ones at every second. */
const CHANGES_PER_CHARACTER = 0.3;
/** A name of capitalised words has no number in it, or one. */
const FEWEST_NUMBERS = 2;
const SHORTEST = 20;
/** Of two kinds of characters only: ids of AWS have 17 behind their prefix, 21 in all, and hex digits of load balancers are 16. */
const SHORTEST_OF_TWO = 32;

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const WORD = '[A-Za-z]+\\d{0,3}(?:[_-](?:[A-Za-z]+\\d{0,3}|\\d{1,3}))*';
/** By itself, or behind a word as in the ARN of a key value store; never within something longer. */
const LONE_UUID = new RegExp(`^${UUID}$|(?<=(?:^|[:/])${WORD}[:/])${UUID}(?![\\w+=~-])`, 'gi');
/** Of load balancers and what belongs to them; their names are read like any other: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
const LOAD_BALANCING =
  /(?<=(?:^|[:/])(?:app|net|gwy|targetgroup)\/[A-Za-z0-9-]{1,32})(?:\/[0-9a-f]{16})+(?![\w+/=~-])/g;

/** What CDKTF writes behind the name of a resource: the digest of its path. */
const CDKTF_DIGEST = /_[0-9A-F]{8}$/;

const HEX = /^(?:[0-9a-f]{32,}|[0-9A-F]{32,})$/;

/** Whether a text has a key in it that tells what it is. */
export const isKnownKey = (text: string): boolean => KNOWN.some((known) => known.test(text));

/** Whether a text is a key rather than a word, a name or an id: a guess, for what no schema calls sensitive. */
export function looksSecret(text: string): boolean {
  if (isKnownKey(text)) return true;
  const withoutUuid = text.includes('-') ? text.replace(LONE_UUID, '') : text;
  const rest = withoutUuid.includes('/') ? withoutUuid.replace(LOAD_BALANCING, '') : withoutUuid;
  // Slashes of base64 are parts of a key.
  return rest.split(/[./~]|=(?=[^=])/).some(looksRandom) || looksRandom(rest.replace(/[+/=]/g, ''));
}

function looksRandom(whole: string): boolean {
  if (whole.length < SHORTEST) return false;
  const text = whole.replace(CDKTF_DIGEST, '');
  if ((text.match(/\d+/g) ?? []).length < FEWEST_NUMBERS) return false;
  const kinds = [...text.replace(/[^A-Za-z0-9]/g, '')].map(kindOf);
  if (kinds.length < SHORTEST) return false;
  if (HEX.test(text)) return true;
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  if (changes / kinds.length < CHANGES_PER_CHARACTER) return false;
  return new Set(kinds).size === 3 || kinds.length >= SHORTEST_OF_TWO;
}

const kindOf = (character: string) => (character >= 'a' ? 'lower' : character >= 'A' ? 'upper' : 'digit');
