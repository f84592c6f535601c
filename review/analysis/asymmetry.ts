import { groupBy } from './group-by';
import type { Asymmetry, ResourceReview, StackReview } from './review';

/**
 * Changes that one region's stack has and its siblings lack. A stack that comes or goes, or that nobody could plan, is compared
 * with none.
 */
export function asymmetriesOf(
  stacks: readonly StackReview[],
  siblings: readonly Pick<StackReview, 'id' | 'deployment' | 'kind' | 'name'>[],
): Asymmetry[] {
  const left = new Set(
    stacks
      .filter(({ reason, problem }) => reason === 'added' || reason === 'removed' || problem !== undefined)
      .map(({ id }) => id),
  );
  const named = siblings.filter(({ id, name }) => name !== undefined && !left.has(id));
  const kinds = groupBy(named, ({ deployment, kind }) => `${deployment} ${kind}`);
  return [...kinds.values()].flatMap((members) => {
    if (members.length < 2) return [];
    const ids = members.map(({ id }) => id).sort();
    const byChange = new Map<string, { asymmetry: Omit<Asymmetry, 'absentIn'>; changedIn: string[] }>();
    for (const stack of stacks.filter(({ id }) => ids.includes(id))) {
      for (const resource of stack.resources) {
        const attributes = attributesOf(resource);
        const address = withoutName(resource.address, stack.name);
        const key = JSON.stringify([address, resource.action, attributes]);
        const known = byChange.get(key) ?? {
          asymmetry: { kind: stack.kind, address, action: resource.action, attributes, changedIn: [] },
          changedIn: [],
        };
        if (!known.changedIn.includes(stack.id)) known.changedIn.push(stack.id);
        byChange.set(key, known);
      }
    }
    return [...byChange.values()].flatMap(({ asymmetry, changedIn }) => {
      const absentIn = ids.filter((id) => !changedIn.includes(id));
      return absentIn.length === 0 ? [] : [{ ...asymmetry, changedIn: changedIn.sort(), absentIn }];
    });
  });
}

/** Which attributes, not their values: a region has names and addresses of its own. A new resource counts as one. */
const attributesOf = ({ action, attributes }: ResourceReview) =>
  action === 'update' || action === 'replace'
    ? attributes.map(({ path }) => path.replace(/\[[^\]]*\]/g, '[]'))
    : [];

/** A construct may be called after its region, and its id then ends with a digest of that name. */
function withoutName(address: string, name: string | undefined): string {
  if (name === undefined || !address.includes(name)) return address;
  return address.replaceAll(name, '<name>').replace(/_[0-9A-F]{8}(?=$|\[)/, '');
}
