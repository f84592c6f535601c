import { z } from 'zod';
import { gates } from './index';

/** Days for which somebody may answer: for a loss, and for anything else. */
const LONGEST_DAYS = { loss: 7, other: 366 } as const;
const DAY = 24 * 60 * 60 * 1000;

/** One thing that somebody answers for. */
export interface AllowEntry {
  readonly gate: string;
  readonly stack: string;
  /** Address of the finding, or a type: all of that stack's resources of that type. */
  readonly address: string;
  readonly reason: string;
  readonly owner: string;
  readonly ticket: string;
  /** Last day on which it holds, such as `2026-01-31`. */
  readonly expires: string;
}

const allowable = gates.filter(({ isFinal }) => isFinal !== true).map(({ id }) => id);

const words = (what: string, pattern = /\S/) =>
  z.string({ error: `expected ${what}` }).regex(pattern, { error: `expected ${what}` });

const entry = z.strictObject({
  gate: z.enum(allowable, { error: `expected one of ${allowable.join(', ')}` }),
  stack: words('the id of a stack'),
  address: words('an address or a type of resource'),
  reason: words('a reason of three words or more', /\S+\s+\S+\s+\S+/),
  owner: words('who answers for it'),
  ticket: words('a ticket'),
  expires: z
    .string({ error: 'expected a day such as 2026-01-31' })
    .refine(isDay, { error: 'expected a day such as 2026-01-31' }),
});

const file = z.strictObject({
  version: z.literal(1, { error: 'expected 1' }),
  allow: z.array(entry, { error: 'expected a list of entries' }),
});

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

/** The entries of an allow file; throws every problem of it, a line each: `path: expected X, got Y`. */
export function parseAllowFile(text: string): readonly AllowEntry[] {
  const json = jsonOf(text);
  const parsed = file.safeParse(json);
  if (parsed.success) return parsed.data.allow;
  const lines = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys
        .map(
          (key) =>
            `${pathOf([...issue.path, key])}: expected no such field, got ${shown(at(json, [...issue.path, key]))}`,
        )
        .join('\n');
    }
    const expected = issue.message.startsWith('expected') ? issue.message : 'expected an object';
    return `${pathOf(issue.path)}: ${expected}, got ${shown(at(json, issue.path))}`;
  });
  throw new Error(lines.join('\n'));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('allow file: expected JSON, got something else');
  }
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (held, key) => (held as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key],
    value,
  );

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? 'allow file' : text.slice(text.startsWith('.') ? 1 : 0);
}

/** Why an entry holds no longer, or not yet; undefined where it holds. */
export function objectionTo(
  { gate, stack, address, owner, expires }: AllowEntry,
  today: Date,
): string | undefined {
  const what = `What ${owner} allows, ${gate} for ${address} of "${stack}",`;
  const last = Date.parse(`${expires}T00:00:00Z`);
  const day = Date.parse(`${today.toISOString().slice(0, 10)}T00:00:00Z`);
  if (last < day) return `${what} has expired on ${expires}.`;
  const [why, longest] = gate === 'G01' ? ['for a loss, ', LONGEST_DAYS.loss] : ['', LONGEST_DAYS.other];
  return last - day > longest * DAY
    ? `${what} holds until ${expires}: ${why}${longest} days are the most.`
    : undefined;
}
