/** Origins decode a path once, some of them twice; whoever sends more than this is hiding something. */
const MAXIMUM_DECODINGS = 5;
/** What there is one reading of: nearly every request, at a tenth of the cost. */
const PLAIN = /^(\/[a-z0-9_-]+(\.[a-z0-9_-]+)*)*\/?$/;
/** Control characters and spaces. */
const BLANK = /[^!-~\u0080-\uffff]/;
const BLANKS = /[^!-~\u0080-\uffff]+/g;

/**
 * Whether a path is, or could be taken by an origin for, one below a protected prefix.
 *
 * CloudFront passes paths on as they came, and origins read `/%6Dembers//x`, `/a/../members/x`, `\MEMBERS\x` or
 * `/members;v=1/x` in ways of their own; some pass over blanks, some end a path at the first one, and Windows passes over
 * dots at the end of a name and over the name of a stream. What any usual reading finds below a prefix is protected.
 */
export function isProtected(uri: string, prefixes: readonly string[]): boolean {
  if (PLAIN.test(uri)) {
    return startsBelow(uri + '/', prefixes);
  }
  let path = uri;
  for (let decodings = 0; decodings < MAXIMUM_DECODINGS; decodings++) {
    const blank = path.search(BLANK);
    if (isReadBelow(path, prefixes) || (blank >= 0 && isReadBelow(path.slice(0, blank), prefixes))) {
      return true;
    }
    const decoded = path.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
    if (decoded === path) {
      return false;
    }
    path = decoded;
  }
  return true;
}

function isReadBelow(path: string, prefixes: readonly string[]): boolean {
  const asWritten = segmentsOf(path);
  return [asWritten, asWritten.map(asOnWindows)].some(
    (segments) => isBelow(segments, prefixes) || isBelow(withoutDots(segments), prefixes),
  );
}

function segmentsOf(path: string): string[] {
  return path
    .toLowerCase()
    .replace(/\\/g, '/')
    .replace(/[;?#][^/]*/g, '')
    .replace(BLANKS, '')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
}

/** Without the stream of a name, as in `members::$INDEX_ALLOCATION`, and the dots behind it. */
function asOnWindows(segment: string): string {
  return segment.replace(/^([^:]+):.*$/, '$1').replace(/([^.])\.+$/, '$1');
}

function withoutDots(segments: readonly string[]): string[] {
  const kept: string[] = [];
  segments.forEach((segment) => {
    if (segment === '..') {
      kept.pop();
    } else {
      kept.push(segment);
    }
  });
  return kept;
}

function isBelow(segments: readonly string[], prefixes: readonly string[]): boolean {
  return startsBelow('/' + segments.join('/') + '/', prefixes);
}

/** Prefixes are lower case and start and end with a slash. */
function startsBelow(path: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => path.indexOf(prefix) === 0);
}
