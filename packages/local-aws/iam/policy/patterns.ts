import { type Context, valuesOf } from './context';

/** Whether a value of the request is what a policy says; the context fills the policy's variables. */
export type Test = (value: string, context: Context) => boolean;

/** Text of a policy in pieces: `*` and `?` are wildcards in `text` only. */
type Piece =
  | { readonly text: string }
  | { readonly literal: string }
  | { readonly key: string; readonly otherwise?: string };

const VARIABLE = /\$\{([^}]*)\}/;

/** Context keys of the variables in a text, in lower case. */
export function variablesIn(text: string): string[] {
  return pieces(text).flatMap((piece) => ('key' in piece ? [piece.key] : []));
}

/** `*` stands for any characters, `?` for one. */
export function like(pattern: string, withVariables: boolean): Test {
  return compile(pattern, withVariables, (all) => matcher(all, () => true));
}

export function equal(text: string, withVariables: boolean, ignoreCase = false): Test {
  return compile(text, withVariables, (all) => exactly(all.map(plain).join(''), ignoreCase));
}

/**
 * An ARN in a condition, whose six parts AWS compares one by one: a wildcard never reaches over a colon, but in the sixth
 * part, which may have colons of its own.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function likeArn(pattern: string, withVariables: boolean): Test {
  if (pattern === '*') return () => true;
  if (colons(pattern) < COLONS) return () => false;
  return compile(pattern, withVariables, (all) => matcher(all, isSixth));
}

/**
 * An ARN in `Resource`: there an asterisk that ends a part reaches over colons, so that `arn:aws:iam::*` is all of IAM.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards
 */
export function likeResource(pattern: string, withVariables: boolean): Test {
  return compile(pattern, withVariables, (all) =>
    matcher(all, (before, endsPart) => endsPart || isSixth(before)),
  );
}

const COLONS = 5;

const isSixth = (before: string) => colons(before) >= COLONS;

/** Outside of variables. */
const colons = (text: string) => text.replace(/\$\{[^}]*\}/g, '').split(':').length - 1;

function pieces(text: string): Piece[] {
  return text.split(/(\$\{[^}]*\})/).flatMap((part): Piece[] => {
    const inside = VARIABLE.exec(part)?.[1];
    if (inside === undefined) return part === '' ? [] : [{ text: part }];
    if (['*', '?', '$'].includes(inside)) return [{ literal: inside }];
    const [, key = inside, otherwise] = /^(.*?),\s*'(.*)'$/.exec(inside) ?? [];
    return [{ key: key.trim().toLowerCase(), otherwise }];
  });
}

const plain = (piece: Piece) => ('text' in piece ? piece.text : 'literal' in piece ? piece.literal : '');

function compile(
  pattern: string,
  withVariables: boolean,
  make: (all: readonly Piece[]) => (value: string) => boolean,
): Test {
  const all: readonly Piece[] = withVariables ? pieces(pattern) : [{ text: pattern }];
  if (!all.some((piece) => 'key' in piece)) return make(all);
  const made = new Map<string, (value: string) => boolean>();
  return (value, context) => {
    const known = all.flatMap((piece) => ('key' in piece ? filled(piece, context) : piece));
    // A variable without a value is equal to nothing and like nothing.
    if (known.length < all.length) return false;
    const name = known.map(plain).join('\0');
    let test = made.get(name);
    if (test === undefined) {
      if (made.size >= VALUES_KEPT) made.clear();
      test = make(known);
      made.set(name, test);
    }
    return test(value);
  };
}

/** Of a pattern with variables: callers come and go. */
const VALUES_KEPT = 100;

/** The variable's value; none where the request has no value, or several. */
function filled(variable: { key: string; otherwise?: string }, context: Context): Piece[] {
  const values = valuesOf(context, variable.key);
  const literal = values.length === 0 ? variable.otherwise : values.length === 1 ? values[0] : undefined;
  return literal === undefined ? [] : [{ literal }];
}

function exactly(text: string, ignoreCase: boolean): (value: string) => boolean {
  if (!ignoreCase) return (value) => value === text;
  const lower = text.toLowerCase();
  return (value) => value.toLowerCase() === lower;
}

/** Whether a wildcard may stand for colons: by the text before it, and whether it is an asterisk that ends a part of an ARN. */
type IsFree = (before: string, endsPart: boolean) => boolean;

function matcher(all: readonly Piece[], isFree: IsFree): (value: string) => boolean {
  const text = all.map(plain).join('');
  if (text === '*' && isFree('', true)) return () => true;
  if (!all.some((piece) => 'text' in piece && /[*?]/.test(piece.text))) return exactly(text, false);
  let before = '';
  const source = all.map((piece, index) => {
    if (!('text' in piece)) return escaped(plain(piece));
    const following = all
      .slice(index + 1)
      .map(plain)
      .join('');
    return piece.text.replace(/\*+|\?|[^*?]+/g, (part, offset: number) => {
      const after = piece.text.slice(offset + part.length) + following;
      const any = isFree(before, part !== '?' && /^(:|$)/.test(after)) ? '.' : '[^:]';
      if (part.startsWith('*')) return `${any}*`;
      if (part === '?') return any;
      before += part;
      return escaped(part);
    });
  });
  const expression = new RegExp(`^${source.join('')}$`, 's');
  return (value) => expression.test(value);
}

const escaped = (text: string) => text.replace(/[.+*?^${}()|[\]\\]/g, '\\$&');
