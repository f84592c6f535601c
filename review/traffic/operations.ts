import type { StackJson, SynthesizedStack } from '../../terraform/synthesized';
import { type PlanJson, type ResourceChange, withoutIndex } from '../plan-json';
import { KnownLater } from './known-later';
import { References } from './references';
import { formerKey, isRelevant, type Resource, resourceAfter } from './resources';

/** One step of an apply: an object is made or changed, or it is destroyed. */
export interface Operation {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly does: 'create' | 'update' | 'destroy';
  /** Key of the object; with it, where an object is made or changed, what it will be. */
  readonly key: string;
  readonly resource?: Resource;
  /** Key under which the old object stays until it is destroyed, where the new one is made first. */
  readonly keepsAs?: string;
  /** What has to be done before, as places in the list. */
  readonly after: ReadonlySet<number>;
}

export interface AppliedStack {
  readonly stack: SynthesizedStack;
  readonly plan: PlanJson;
  /** As it is synthesized now, and as it was: none where it is new or gone. */
  readonly json?: StackJson;
  readonly former?: StackJson;
  /** Ids of the stacks that are applied before it. */
  readonly follows: readonly string[];
}

type Draft = Omit<Operation, 'after'> & { readonly isCreateFirst: boolean; readonly isDeposed: boolean };

/**
 * Every step of applies, with what comes before it: within a stack as Terraform's graph has it
 * (https://github.com/hashicorp/terraform/blob/v1.11.4/docs/destroying.md), and stacks one after the other where one reads
 * the other. Steps that nothing orders may be done in any order, or at once.
 */
export function operationsOf(stacks: readonly AppliedStack[]): Operation[] {
  const all: Operation[] = [];
  const byStack = new Map<string, number[]>();
  for (const applied of stacks) {
    const drafts = draftsOf(applied);
    const first = all.length;
    const before = applied.follows.flatMap((id) => byStack.get(id) ?? []);
    const references = new References([applied.json, applied.former].flatMap((json) => json ?? []));
    drafts.forEach(({ isCreateFirst: _, isDeposed: __, ...draft }, index) => {
      const own = drafts.flatMap((other, place) =>
        place !== index && comesBefore(other, drafts[index] as Draft, references) ? [first + place] : [],
      );
      all.push({ ...draft, after: new Set([...before, ...own]) });
    });
    // A stack that changes nothing still hands on what it waits for.
    byStack.set(applied.stack.id, [...before, ...drafts.map((_, index) => first + index)]);
  }
  return all;
}

function draftsOf({ stack, plan, json, former }: AppliedStack): Draft[] {
  const changes = plan.resource_changes ?? [];
  const knownLater = new KnownLater(stack.id, changes, json);
  return changes.filter(isRelevant).flatMap((change): Draft[] => {
    const { actions } = change.change;
    const key = `${stack.id}/${formerKey(change)}`;
    const common = {
      stack: stack.id,
      address: change.address,
      type: change.type,
      isDeposed: change.deposed !== undefined,
    };
    const isCreateFirst = actions[0] === 'create' && actions.length > 1;
    const isKeptFirst = isCreateFirst || createsFirst(change, former ?? json);
    const resource = resourceAfter(stack, change, knownLater);
    const made: Draft[] = resource
      ? [
          {
            ...common,
            does: actions.includes('create') ? 'create' : 'update',
            key,
            resource,
            ...(isCreateFirst ? { keepsAs: `${key} former` } : {}),
            isCreateFirst: isKeptFirst,
          },
        ]
      : [];
    const gone: Draft[] = actions.includes('delete')
      ? [
          {
            ...common,
            does: 'destroy',
            key: isCreateFirst ? `${key} former` : key,
            isCreateFirst: isKeptFirst,
          },
        ]
      : [];
    if (actions.includes('create') || actions.includes('delete'))
      return isCreateFirst ? [...made, ...gone] : [...gone, ...made];
    return actions.includes('update') && !isSame(change) ? made : [];
  });
}

/** What says nothing about who answers. */
const SILENT = new Set(['tags', 'tags_all', 'comment', 'description', 'etag', 'last_modified_time']);

/** The status of what CloudFront has says how far it has come; elsewhere it switches on and off. */
export const isSilent = (type: string, attribute: string) =>
  SILENT.has(attribute) || (attribute === 'status' && type.startsWith('aws_cloudfront_'));

/** Whether a change says nothing new of who answers. */
export function isSame({ type, change: { before, after, after_unknown: unknown } }: ResourceChange): boolean {
  const told = (value: unknown) =>
    JSON.stringify(
      Object.entries((value ?? {}) as object)
        .filter(([name]) => !isSilent(type, name))
        .sort(),
    );
  const isUnknown = Object.entries((unknown ?? {}) as object).some(
    ([name, each]) => !isSilent(type, name) && JSON.stringify(each).includes('true'),
  );
  return !isUnknown && told(before) === told(after);
}

interface Lifecycle {
  readonly lifecycle?: { readonly create_before_destroy?: boolean };
}

/** Whether the resource, or one that stands on it, is written with `create_before_destroy`. */
function createsFirst({ address }: ResourceChange, json: StackJson | undefined): boolean {
  if (json === undefined) return false;
  const references = referencesOf(json);
  const own = withoutIndex(address);
  return Object.entries(json.resource ?? {}).some(([type, byName]) =>
    Object.entries(byName as Readonly<Record<string, Lifecycle>>).some(([name, { lifecycle }]) => {
      const other = `${type}.${name}`;
      return lifecycle?.create_before_destroy === true && (other === own || references.of(other).has(own));
    }),
  );
}

const known = new WeakMap<StackJson, References>();

function referencesOf(json: StackJson): References {
  const found = known.get(json) ?? new References([json]);
  known.set(json, found);
  return found;
}

/** Whether Terraform does one step before another. */
function comesBefore(first: Draft, other: Draft, references: References): boolean {
  const isGone = first.does === 'destroy';
  const isOtherGone = other.does === 'destroy';
  if (first.address === other.address) {
    if (first.isDeposed || other.isDeposed) return false;
    return first.isCreateFirst ? !isGone && isOtherGone : isGone && !isOtherGone;
  }
  const [a, b] = [withoutIndex(first.address), withoutIndex(other.address)];
  const otherStandsOnFirst = references.of(b).has(a);
  const firstStandsOnOther = references.of(a).has(b);
  if (isGone && isOtherGone) return firstStandsOnOther;
  if (!isGone && !isOtherGone) return otherStandsOnFirst;
  if (!isGone) return (other.isCreateFirst || other.isDeposed) && (firstStandsOnOther || otherStandsOnFirst);
  if (first.isCreateFirst || first.isDeposed) return false;
  return firstStandsOnOther || (otherStandsOnFirst && !isLetGo(first, other));
}

/**
 * What is only destroyed, and another lets go of in place: Terraform 1.11 destroys first, later ones last
 * (`OrphanDestroyEdgeTransformer`). Either may happen.
 */
const isLetGo = (destroyed: Draft, other: Draft) => destroyed.does === 'destroy' && other.does === 'update';
