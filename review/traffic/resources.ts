import type { State } from '../../terraform/state-store';
import type { SynthesizedStack } from '../../terraform/synthesized';
import type { PlanJson, ResourceChange } from '../plan-json';
import { EDGE_READS } from './distributions';
import type { KnownLater } from './known-later';
import { BALANCER_READS } from './load-balancers';
import { NAME_READS } from './names';
import type { Reads, Values } from './values';

/** One resource as it is, or as it will be. */
export interface Resource {
  /** Id of the stack. */
  readonly stack: string;
  /** What the stack is of: a region's name, or the kind of stack. */
  readonly place: string;
  readonly address: string;
  readonly type: string;
  /** What only the apply will tell is a token: `known-later.ts`. */
  readonly values: Values;
}

/** Of buckets the model knows whether they are there. */
export const READS: Reads = { ...EDGE_READS, ...BALANCER_READS, ...NAME_READS, aws_s3_bucket: ['bucket'] };

/** What decides who answers a viewer. */
const TRAFFIC_TYPES: ReadonlySet<string> = new Set(Object.keys(READS));

type Stack = Pick<SynthesizedStack, 'id' | 'kind' | 'name'>;

/** Key of the object that a change leaves behind until it is destroyed. */
export const formerKey = ({ address, deposed }: Pick<ResourceChange, 'address' | 'deposed'>) =>
  deposed === undefined ? address : `${address} ${deposed}`;

/** What there is before a plan is carried out, by key. */
export function resourcesBefore(stack: Stack, { resource_changes = [] }: PlanJson): Map<string, Resource> {
  return new Map(
    resource_changes.flatMap((change) => {
      const { before } = change.change;
      return isRelevant(change) && before !== null && before !== undefined
        ? [[formerKey(change), resourceOf(stack, change, before as Values)] as const]
        : [];
    }),
  );
}

/** What a change makes of its resource; undefined where nothing of it will be there. */
export function resourceAfter(
  stack: Stack,
  change: ResourceChange,
  knownLater: KnownLater,
): Resource | undefined {
  return change.change.after === null ? undefined : resourceOf(stack, change, knownLater.valuesOf(change));
}

/** What a state says is there. */
export function resourcesOfState(stack: Stack, { resources }: Pick<State, 'resources'>): Resource[] {
  return resources.flatMap(({ mode, type = '', name = '', instances = [] }) => {
    if (mode !== 'managed' || !TRAFFIC_TYPES.has(type)) return [];
    return (instances as readonly Instance[]).flatMap(({ attributes, index_key: index, deposed }) =>
      attributes === undefined || deposed !== undefined
        ? []
        : [resourceOf(stack, { type, address: `${type}.${name}${indexed(index)}` }, attributes)],
    );
  });
}

/** https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go */
interface Instance {
  readonly attributes?: Values;
  readonly index_key?: string | number;
  readonly deposed?: string;
}

const indexed = (index: string | number | undefined) =>
  index === undefined ? '' : `[${JSON.stringify(index)}]`;

export const isRelevant = ({ mode, type }: ResourceChange) => mode === 'managed' && TRAFFIC_TYPES.has(type);

const resourceOf = (
  { id, name, kind }: Stack,
  { address, type }: Pick<ResourceChange, 'address' | 'type'>,
  values: Values,
): Resource => ({ stack: id, place: name ?? kind, address, type, values });
