import { isDeepStrictEqual } from 'node:util';
import { looksSecret } from '../masking/looks-secret';
import { KNOWN_AFTER_APPLY, masked } from '../masking/masked';
import { nameWithin } from '../masking/named-secret';
import type { Secrets } from '../masking/secrets';
import type { Change } from '../plan-json';
import type { AttributeChange } from './review';
import { asItStood, type Known } from './stood-for';
import { POLICY, writtenPolicy } from './written-policy';

type Written = Readonly<Record<string, unknown>>;

/** A value before and after, and what Terraform says of its places. */
interface Side {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly beforeMark: unknown;
  readonly afterMark: unknown;
  /** As the stack asks for it: a text where an expression decides. */
  readonly written: unknown;
}

export interface Asked extends Known {
  /** The resource's block: a policy that the plan does not know is told as it is written there. */
  readonly written: Written | undefined;
}

/** Every attribute that differs, masked, in the order of their names. */
export function attributeChanges(change: Change, secrets: Secrets, asked: Asked): AttributeChange[] {
  const found: AttributeChange[] = [];
  const isCreated = change.before === null || change.before === undefined;
  const isReplaced = change.actions.includes('create') && !isCreated;
  compare(sidesOf(change, asked.written), secrets, '', (path, name, side) => {
    const isUnknown = side.unknown === true;
    const isPolicy = isUnknown && POLICY.test(path);
    const isAsked = isPolicy && side.written !== undefined;
    // What a new resource gets of AWS is no news.
    if (isUnknown && !isAsked && (isCreated || (isReplaced && isPolicy && isNothing(side.before)))) return;
    const policy = isPolicy ? writtenPolicy(side.written) : undefined;
    const shown = (value: unknown) => masked(value, secrets, anyMark(side.afterMark, side.beforeMark), name);
    found.push({
      path,
      before: masked(side.before, secrets, anyMark(side.beforeMark, side.afterMark), name),
      after: isUnknown && policy === undefined ? KNOWN_AFTER_APPLY : shown(policy ?? side.after),
      ...(policy === undefined ? {} : { afterAsItStood: shown(asItStood(policy, side.before, asked)) }),
    });
  });
  return found;
}

const sidesOf = (change: Change, written: Written | undefined): Side => ({
  before: change.before,
  after: change.after,
  unknown: change.after_unknown,
  beforeMark: change.before_sensitive,
  afterMark: change.after_sensitive,
  written,
});

/** What was sensitive, or will be, is so on both sides. */
const anyMark = (own: unknown, other: unknown) => (own === true || other === true ? true : own);

type Found = (path: string, name: string, side: Side) => void;

const isOfSchema = (name: string) => /^[a-z][a-z0-9_]*$/.test(name) && !looksSecret(name);

/** Names of a block are the schema's and are what gates ask for; names in a map are somebody's own, and may be secrets. */
function compare(side: Side, secrets: Secrets, path: string, found: Found, name = '', isBlock = true): void {
  const { before, after, unknown, beforeMark, afterMark } = side;
  const isWhole = unknown === true || beforeMark === true || afterMark === true;
  if (!isWhole && isRecord(before ?? {}) && isRecord(after ?? {}) && (isRecord(before) || isRecord(after))) {
    for (const key of keysOf(before, after, unknown)) {
      const shown = isBlock && isOfSchema(key) ? key : secrets.mask(key);
      const called = nameWithin(isRecord(after) ? after : (before as Written), key);
      compare(at(side, key, key), secrets, path === '' ? shown : `${path}.${shown}`, found, called, false);
    }
    return;
  }
  if (!isWhole && isList(before ?? []) && isList(after ?? []) && holdsBlocks(before, after)) {
    for (const [left, right, label] of pairsOf(before as unknown[], after as unknown[])) {
      const block = { ...at(side, left, right), written: writtenBlock(side, label) };
      compare(block, secrets, `${path}[${secrets.mask(label)}]`, found, name);
    }
    return;
  }
  if (unknown !== true && (isDeepStrictEqual(before, after) || (isNothing(before) && isNothing(after))))
    return;
  found(path, name, side);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Terraform writes what is not set in any of these ways. */
export const isNothing = (value: unknown) =>
  value === null || value === undefined || value === '' || (isList(value) && value.length === 0);

const holdsBlocks = (before: unknown, after: unknown) =>
  [before, after].some((list) => isList(list) && list.length > 0) &&
  [before, after].every((list) => !isList(list) || list.every(isRecord));

function keysOf(...values: readonly unknown[]): string[] {
  return [...new Set(values.flatMap((value) => (isRecord(value) ? Object.keys(value) : [])))].sort();
}

function at(side: Side, left: string | number | undefined, right: string | number | undefined): Side {
  return {
    before: child(side.before, left),
    after: child(side.after, right),
    unknown: child(side.unknown, right),
    beforeMark: child(side.beforeMark, left),
    afterMark: child(side.afterMark, right),
    written: writtenIn(side.written, right),
  };
}

const ELSEWHERE = '${…}';

/** What an expression decides, it decides with all that is in it; so does a dynamic block. */
function writtenIn(written: unknown, key: string | number | undefined): unknown {
  if (typeof written === 'string') return written;
  return child(child(written, 'dynamic'), key) === undefined ? child(written, key) : ELSEWHERE;
}

/** The one that is written for a block of the plan: those of a set have another order there. */
function writtenBlock({ written, after }: Side, label: string): unknown {
  if (!isList(written)) return written;
  if (written.length === 1 && isList(after) && after.length === 1) return written[0];
  const named = written.filter((block) =>
    IDENTITIES.some(
      (name) => typeof child(block, name) === 'string' && JSON.stringify(child(block, name)) === label,
    ),
  );
  return named.length === 1 ? named[0] : ELSEWHERE;
}

function child(value: unknown, key: string | number | undefined): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[key];
}

/** By what people know a block, in this order. */
const IDENTITIES = ['name', 'origin_id', 'id', 'path_pattern', 'device_name', 'region', 'key', 'priority'];

/** Indices of blocks that belong together on both sides, and what to call them: blocks of a set have no order. */
function pairsOf(
  before: readonly unknown[] | null | undefined,
  after: readonly unknown[] | null | undefined,
): [number | undefined, number | undefined, string][] {
  const [lefts, rights] = [before ?? [], after ?? []];
  const identity = IDENTITIES.find((name) => [lefts, rights].every((list) => identifies(name, list)));
  if (identity !== undefined) {
    const idOf = (block: unknown) => JSON.stringify(child(block, identity));
    const ids = [...new Set([...lefts, ...rights].map(idOf))];
    const indexIn = (list: readonly unknown[], id: string) => {
      const index = list.findIndex((block) => idOf(block) === id);
      return index < 0 ? undefined : index;
    };
    return ids.map((id) => [indexIn(lefts, id), indexIn(rights, id), id]);
  }
  const left = lefts.map((_, index) => index);
  const right = rights.map((_, index) => index);
  for (const index of [...left]) {
    const same = right.find((other) => isDeepStrictEqual(lefts[index], rights[other]));
    if (same === undefined) continue;
    left.splice(left.indexOf(index), 1);
    right.splice(right.indexOf(same), 1);
  }
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    left[index],
    right[index],
    String(left[index] ?? right[index]),
  ]);
}

function identifies(name: string, blocks: readonly unknown[]): boolean {
  const values = blocks.map((block) => child(block, name));
  return (
    values.every((value) => ['string', 'number'].includes(typeof value) && value !== '') &&
    new Set(values).size === values.length
  );
}
