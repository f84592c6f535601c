import type { ResourceAction } from '../review';

export type Attributes = Readonly<Record<string, unknown>>;

/** One resource that changes; without anything before or after where it comes or goes. */
export interface Changed {
  readonly action: ResourceAction;
  /** What the stack is of: a region's name, or the kind of stack. */
  readonly place: string;
  readonly before: Attributes;
  readonly after: Attributes;
}

/** What a person would say of it, a sentence each; none where there is nothing to say. */
export type Words = (changed: Changed) => readonly string[];

/** `limit 2,000 → 500 per five minutes`, for each attribute of the table that differs. */
export function differences(
  { action, before, after }: Changed,
  table: Readonly<Record<string, readonly [what: string, unit?: string]>>,
): string[] {
  if (action !== 'update' && action !== 'replace') return [];
  return Object.entries(table).flatMap(([attribute, [what, unit]]) => {
    const [was, is] = [before[attribute], after[attribute]];
    if (same(was, is)) return [];
    return [`${what} ${shown(was)} → ${shown(is)}${unit === undefined ? '' : ` ${unit}`}`];
  });
}

export const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** As a person writes it: thousands apart, nothing as `none`. */
export function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'number') return value.toLocaleString('en-US');
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The blocks of an attribute, whether there is one or many. */
export const blocks = (value: unknown): readonly Attributes[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];

export const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** What is in one list and not in the other. */
export const beyond = (list: readonly string[], other: readonly string[]) =>
  list.filter((each) => !other.includes(each));

/** More names than a person reads. */
const MANY = 12;

export function listed(names: readonly string[]): string {
  const more = names.length - MANY;
  return more > 1 ? `${names.slice(0, MANY).join(', ')} and ${more} more` : names.join(', ');
}
