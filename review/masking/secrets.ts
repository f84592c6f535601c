import { looksSecret, TOKEN } from './looks-secret';
import { isSecretItself, namesSecret, nameWithin } from './named-secret';

/** Shorter ones are masked where they stand, and where a whole value is equal: as a part of other words they are noise. */
const SHORTEST_PART = 6;
const SHORTEST_WHOLE = 3;

/** Strings that no secret holds, where a whole block is called sensitive for one value in it. */
const isPlain = (text: string, literals: ReadonlySet<string>) => literals.has(text) && !looksSecret(text);

/**
 * Every value that the plans call sensitive, under a number each, and how to take them out of a text.
 *
 * A secret is found as it is and as it is commonly written: in base64 at any offset, as a part of a URL, of JSON, of HTML, in hex.
 */
export class Secrets {
  /** From what is looked for to the number of the secret. */
  private readonly wholes = new Map<string, number>();
  /** By their first characters: what begins with them. */
  private readonly parts = new Map<string, Beginning>();
  /** Whether something may begin so, by the hash of its first characters: most of a text is passed over by that alone. */
  private readonly starts = new Uint8Array(START_HASHES);
  private readonly blocks = new Map<string, number>();
  /** Numbers of what only looks like a secret, or is only called one. */
  private readonly guesses = new Set<number>();
  private count = 0;
  /** What was masked since the last secret was found: the same texts stand in plans over and over. */
  private readonly known = new Map<string, string>();
  private readonly seen = new Map<string, string>();

  /** `literals`: strings of the synthesized stacks, which every reader of the repository knows. */
  constructor(
    plans: readonly unknown[],
    private readonly literals: () => ReadonlySet<string> = () => new Set(),
  ) {
    for (const plan of plans) this.learn(plan);
  }

  /** Takes up what another plan, or a state as it lies in its bucket, calls sensitive. */
  learn(planOrState: unknown): void {
    this.collect(planOrState);
  }

  /** What stands in a report in the place of a sensitive value. */
  mark(value: unknown): string {
    if (typeof value === 'string') return label(this.wholes.get(value) ?? this.add(value));
    const text = JSON.stringify(value) ?? 'null';
    const number = this.blocks.get(text) ?? this.next();
    this.blocks.set(text, number);
    return label(number);
  }

  /**
   * The same for what only its name calls a secret. Elsewhere it may be a word like any other, such as `postgres`: there it stays.
   */
  conceal(text: string): string {
    const known = this.wholes.get(text);
    if (known !== undefined) return label(known);
    const number = this.blocks.get(text) ?? this.next();
    this.blocks.set(text, number);
    this.guesses.add(number);
    return label(number);
  }

  /** The text without any secret, and without what looks like one. */
  mask(text: string): string {
    const seen = this.seen.get(text);
    if (seen !== undefined) return seen;
    const known = this.maskKnown(text);
    const masked = known.replace(TOKEN, (token) => (looksSecret(token) ? label(this.guess(token)) : token));
    this.seen.set(text, masked);
    return masked;
  }

  /** The text without what is known to be a secret. */
  maskKnown(text: string): string {
    if (text.length < SHORTEST_WHOLE) return text;
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const whole = this.wholes.get(text);
    const masked = whole === undefined ? this.maskParts(text) : label(whole);
    this.known.set(text, masked);
    return masked;
  }

  /** Whether a text that was masked had a secret that somebody calls so, and not only what looks like one. */
  isCalledSecret(maskedText: string): boolean {
    return [...maskedText.matchAll(LABEL)].some(([, number]) => !this.guesses.has(Number(number)));
  }

  private guess(token: string): number {
    const number = this.wholes.get(token);
    if (number !== undefined) return number;
    const guessed = this.add(token);
    this.guesses.add(guessed);
    return guessed;
  }

  private next(): number {
    this.count += 1;
    return this.count;
  }

  private add(secret: string): number {
    const known = this.wholes.get(secret);
    if (known !== undefined) return known;
    const number = this.next();
    this.known.clear();
    this.seen.clear();
    if (secret.length >= SHORTEST_WHOLE) this.wholes.set(secret, number);
    for (const written of writtenAs(secret)) {
      if (written.length < SHORTEST_PART) continue;
      const start = written.slice(0, SHORTEST_PART);
      const beginning: Beginning = this.parts.get(start) ?? { lengths: [], numbers: new Map() };
      const { lengths, numbers } = beginning;
      if (!numbers.has(written)) numbers.set(written, number);
      if (!lengths.includes(written.length)) lengths.push(written.length);
      lengths.sort((a, b) => b - a);
      this.parts.set(start, beginning);
      this.starts[startHash(start, 0)] = 1;
    }
    return number;
  }

  /** Marks stand beside values under these names, in every part of a plan. */
  private collect(node: unknown): void {
    if (Array.isArray(node)) {
      for (const each of node) this.collect(each);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const { before, before_sensitive, after, after_sensitive, values, sensitive_values, value, sensitive } =
      node as Readonly<Record<string, unknown>>;
    this.collectMarked(before, before_sensitive, true);
    this.collectMarked(after, after_sensitive, true);
    // What will be sensitive was so before anybody said it, and the other way round.
    this.collectMarked(before, after_sensitive, true);
    this.collectMarked(after, before_sensitive, true);
    this.collectMarked(values, sensitive_values, true);
    if (sensitive === true) this.collectMarked(value, true, true);
    this.collectOfInstance(node);
    for (const [name, each] of Object.entries(node)) if (!VALUES.has(name)) this.collect(each);
  }

  /** As a state has it: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go */
  private collectOfInstance(node: {
    readonly attributes?: unknown;
    readonly sensitive_attributes?: unknown;
  }): void {
    const { attributes, sensitive_attributes: paths } = node;
    if (!Array.isArray(paths)) return;
    for (const path of paths as readonly (readonly PathStep[])[]) {
      const value = path.reduce<unknown>(
        (within, { value: step }) => child(within, typeof step === 'object' ? step.value : step),
        attributes,
      );
      this.collectMarked(value, true, true);
    }
    // Of what older versions of Terraform have written, only its name tells that the schema calls it sensitive.
    this.collectNamed(attributes, '');
  }

  private collectNamed(value: unknown, name: string): void {
    if (typeof value === 'string' && namesSecret(name) && isSecretItself(value)) this.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, each] of Object.entries(value)) {
      this.collectNamed(
        each,
        Array.isArray(value) ? name : nameWithin(value as Record<string, unknown>, key),
      );
    }
  }

  /** `isOwn`: the mark is the value's own, and not that of a block around it. */
  private collectMarked(value: unknown, mark: unknown, isOwn: boolean): void {
    if (mark === undefined || mark === false || value === null || value === undefined) return;
    if (typeof value !== 'object') {
      if (mark !== true || typeof value === 'boolean') return;
      const text = String(value);
      if (isOwn || !isPlain(text, this.literals())) this.add(text);
      return;
    }
    const within = value as Readonly<Record<string, unknown>>;
    const marks = mark as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(mark === true ? within : marks)) {
      // The value of a parameter that is no SecureString, which the schema calls sensitive whatever it is.
      if (name === 'value' && within.insecure_value === within.value) continue;
      this.collectMarked(within[name], mark === true ? true : marks[name], isOwn && mark !== true);
    }
  }

  private maskParts(text: string): string {
    if (this.parts.size === 0) return text;
    let masked = '';
    let done = 0;
    for (let at = 0; at + SHORTEST_PART <= text.length; at++) {
      if (this.starts[startHash(text, at)] === 0) continue;
      const beginning = this.parts.get(text.slice(at, at + SHORTEST_PART));
      if (beginning === undefined) continue;
      const { lengths, numbers } = beginning;
      for (const length of lengths) {
        const number = numbers.get(text.slice(at, at + length));
        if (number === undefined) continue;
        masked += text.slice(done, at) + label(number);
        done = at + length;
        at = done - 1;
        break;
      }
    }
    return done === 0 ? text : masked + text.slice(done);
  }
}

/** One step to a place in a state: the name of an attribute, or an index with its type. */
interface PathStep {
  readonly value: string | { readonly value: string | number };
}

const child = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string | number, unknown>>)[key]
    : undefined;

/** What begins with the same characters. */
interface Beginning {
  /** The longest first: one secret may be the start of another. */
  readonly lengths: number[];
  readonly numbers: Map<string, number>;
}

const START_HASHES = 2 ** 20;

/** Of four characters, which are fewer than any part has. */
const startHash = (text: string, at: number) =>
  ((text.charCodeAt(at) << 15) ^
    (text.charCodeAt(at + 1) << 10) ^
    (text.charCodeAt(at + 2) << 5) ^
    text.charCodeAt(at + 3)) &
  (START_HASHES - 1);

/** Values and their marks, which are walked together. */
const VALUES = new Set([
  'before',
  'before_sensitive',
  'after',
  'after_sensitive',
  'values',
  'sensitive_values',
]);

const label = (number: number) => `‹secret ${number}›`;
const LABEL = /‹secret (\d+)›/g;
/** Whether a text had a secret. */
export const isMasked = (text: string) => text.search(LABEL) >= 0;

/** A secret as texts hold it. */
function writtenAs(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inUrl = encodeURIComponent(bytes.toString('utf8'));
  const base64 = [0, 1, 2].map((offset) => base64Within(bytes, offset));
  return [
    secret,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    // As Terraform's jsonencode writes it.
    inJson.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
    inUrl,
    inUrl.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    inUrl.replace(/%20/g, '+'),
    secret.replace(/[&<>"']/g, (character) => HTML[character] ?? character),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_')),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}

/** What base64 makes of the bytes wherever `offset` bytes of something else, or of nothing, come before them. */
function base64Within(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const hasPartialEnd = (offset + bytes.length) % 3 > 0;
  return encoded.slice([0, 2, 3][offset], hasPartialEnd ? -1 : undefined);
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
