import { isDeepStrictEqual } from 'node:util';
import { hasUnknown } from '../placeholder';
import type { ResourceChange } from '../plan-json';
import { isNothing } from './attribute-diff';
import { groupBy } from './group-by';
import type { Rename } from './review';

/** From this share of equal attributes on, in percent, what goes and what comes are taken for the same resource. */
const ALIKE = 90;
/** Fewer attributes prove nothing: one of two is a coincidence. */
const FEWEST_ATTRIBUTES = 3;

type Attributes = Readonly<Record<string, unknown>>;

/** Pairs of a resource that is destroyed, or forgotten, and one that is created in its likeness, the most alike first. */
export function renamesOf(changes: readonly ResourceChange[]): Rename[] {
  const only = (...actions: readonly string[]) =>
    changes.filter(
      ({ mode, change: { actions: all } }) =>
        mode === 'managed' && all.length === 1 && all.every((action) => actions.includes(action)),
    );
  const created = groupBy(only('create'), ({ type }) => type);
  const pairs = only('delete', 'forget').flatMap((gone) =>
    (created.get(gone.type) ?? []).flatMap((come) => {
      const likeness = likenessOf(gone, come);
      return likeness >= ALIKE ? [{ gone, come, likeness }] : [];
    }),
  );
  pairs.sort((a, b) => b.likeness - a.likeness || compare(a.gone, b.gone) || compare(a.come, b.come));
  const taken = new Set<ResourceChange>();
  return pairs.flatMap(({ gone, come, likeness }) => {
    if (taken.has(gone) || taken.has(come)) return [];
    taken.add(gone).add(come);
    const [from, to] = [gone.address, come.address];
    const isForgotten = gone.change.actions.includes('forget');
    const moved = `moved {\n  from = ${from}\n  to   = ${to}\n}`;
    return [{ type: gone.type, from, to, likeness, moved, ...(isForgotten ? { isForgotten } : {}) }];
  });
}

const compare = (a: ResourceChange, b: ResourceChange) => (a.address < b.address ? -1 : 1);

/** How many attributes are equal of those that the configuration decides, in whole percent: what AWS decides is unknown yet. */
function likenessOf({ change: gone }: ResourceChange, { change: come }: ResourceChange): number {
  const before = (gone.before ?? {}) as Attributes;
  const after = (come.after ?? {}) as Attributes;
  const unknown = (come.after_unknown ?? {}) as Attributes;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !hasUnknown(unknown[name]) && !(isUnset(before[name]) && isUnset(after[name])),
  );
  if (names.length < FEWEST_ATTRIBUTES) return 0;
  const equal = names.filter((name) => isDeepStrictEqual(before[name], after[name]));
  return Math.floor((equal.length * 100) / names.length);
}

/** A switch that is off says as little as what is not set. */
const isUnset = (value: unknown) => value === false || isNothing(value);
