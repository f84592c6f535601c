/**
 * Some members of a JSON object, where the others are passed over: what is large and not wanted is not built. Throws where the text
 * is no whole object; of what is passed over it sees to strings and brackets alone.
 */
export function membersOf(text: string, names: readonly string[]): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  let at = expect(text, skipSpace(text, 0), '{');
  for (let isFirst = true; ; isFirst = false) {
    at = skipSpace(text, at);
    if (isFirst && text[at] === '}') break;
    const nameEnd = endOfString(text, at);
    const name: string = JSON.parse(text.slice(at, nameEnd));
    const start = expect(text, skipSpace(text, nameEnd), ':');
    const end = endOfValue(text, start);
    if (names.includes(name)) members[name] = JSON.parse(text.slice(start, end));
    at = end;
    if (text[at] === '}') break;
    at = expect(text, at, ',');
  }
  if (skipSpace(text, at + 1) < text.length) throw unexpected(text, at + 1);
  return members;
}

const [QUOTE, BACKSLASH, COMMA, SPACE] = [34, 92, 44, 32];
/** Braces and brackets differ in one bit, which upper and lower letters have too. */
const [OPEN, CLOSE] = [0x7b, 0x7d];
const LETTER_CASE = 0x20;

/** Where the comma or the bracket stands that ends a value: nothing within the value is looked at but its strings and brackets. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === COMMA && depth === 0) return at;
    else if ((code | LETTER_CASE) === OPEN) depth++;
    else if ((code | LETTER_CASE) === CLOSE && --depth < 0) return at;
  }
  throw unexpected(text, text.length);
}

function endOfString(text: string, start: number): number {
  let at = expect(text, start, '"');
  for (;;) {
    at = text.indexOf('"', at);
    if (at < 0) throw unexpected(text, text.length);
    let backslashes = 0;
    while (text.charCodeAt(at - backslashes - 1) === BACKSLASH) backslashes++;
    at++;
    if (backslashes % 2 === 0) return at;
  }
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) <= SPACE) at++;
  return at;
}

function expect(text: string, at: number, character: string): number {
  if (text[at] !== character) throw unexpected(text, at);
  return at + 1;
}

const unexpected = (text: string, at: number) =>
  new SyntaxError(at < text.length ? `unexpected ${text[at]} at ${at} in JSON` : 'JSON ends before its end');
