import { distance } from 'fastest-levenshtein';

/** One thing that is wrong with a document. */
export interface Problem {
  /** Where, such as `regions[0].cidrBlock`. */
  readonly path: string;
  readonly expected: string;
  readonly got: unknown;
  /** Values that would have been right; the one that was misspelt is suggested. */
  readonly candidates?: readonly string[];
}

/** Expects one of these names, which the message lists. */
export function oneOf(what: string, names: readonly string[]): Pick<Problem, 'expected' | 'candidates'> {
  return { expected: `${what} (${names.map((name) => `"${name}"`).join(', ')})`, candidates: names };
}

/** `path: expected X, got Y`, and a suggestion where a right value is near. */
export function problemLine({ path, expected, got, candidates = [] }: Problem): string {
  const suggestion = typeof got === 'string' ? misspelt(got, candidates) : undefined;
  return lineOf(path, expected, shown(got), suggestion);
}

/** The line for a field that does not exist; its name is what may be misspelt. */
export function unknownFieldLine(
  path: string,
  field: string,
  value: unknown,
  known: readonly string[],
): string {
  return lineOf(
    pathOf([path, field]),
    'no such field',
    shown(value),
    misspelt(field, known) ?? abbreviated(field, known),
  );
}

function lineOf(path: string, expected: string, got: string, suggestion: string | undefined): string {
  const hint = suggestion === undefined ? '' : ` — did you mean "${suggestion}"?`;
  return oneLine(`${path}: expected ${expected}, got ${got}${hint}`);
}

/** Whatever a document holds, a problem is a line. */
export function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `['regions', 0, 'name']` as `regions[0].name`. */
export function pathOf(segments: readonly PropertyKey[]): string {
  return segments
    .map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${String(segment)}`))
    .join('')
    .replace(/^\.+/, '');
}

function shown(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
    case 'object':
      if (Array.isArray(value)) {
        return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
      }
      return value === null ? 'null' : `an object with ${Object.keys(value).join(', ') || 'no fields'}`;
    case 'function':
      return 'a function';
    default:
      return String(value);
  }
}

/**
 * The candidate that was misspelt, by one typing error only, because in a document another word may be meant: a letter too
 * many, too few or wrong, or two letters in each other's place.
 */
function misspelt(value: string, candidates: readonly string[]): string | undefined {
  const typed = value.toLowerCase();
  const [best] = candidates
    .map((candidate) => ({ candidate, edits: typingErrors(typed, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= (typed.length > 3 ? 1 : 0) && candidate !== value)
    .sort((a, b) => a.edits - b.edits);
  return best?.candidate;
}

/** The only field that the name shortens, such as `maxInstances` for `maximumInstances`. */
function abbreviated(field: string, known: readonly string[]): string | undefined {
  const shortens = (name: string) =>
    name[0] === field[0] && name.length > field.length && isWithin(field, name);
  const [long, ...others] = field.length > 3 ? known.filter(shortens) : [];
  return others.length === 0 ? long : undefined;
}

/** Whether all letters of the one are in the other, in their order. */
function isWithin(letters: string, word: string): boolean {
  let from = 0;
  return [...letters].every((letter) => {
    from = word.indexOf(letter, from) + 1;
    return from > 0;
  });
}

function typingErrors(typed: string, meant: string): number {
  const edits = distance(typed, meant);
  return edits === 2 && letters(typed) === letters(meant) ? 1 : edits;
}

const letters = (word: string) => [...word].sort().join('');
