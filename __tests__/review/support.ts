import { analyse } from '../../review/analysis/analyse';
import type { Review, StackReview } from '../../review/analysis/review';
import type { ReviewContext, StackSource } from '../../review/analysis/stack-source';
import type { Action, Change, PlanJson, ResourceChange } from '../../review/plan-json';
import type {
  AppliedSince,
  Input,
  PlannedStack,
  Reason,
  UnplannedUpstream,
} from '../../review/planned-stack';
import type { StackJson } from '../../terraform/synthesized';

type Attributes = Readonly<Record<string, unknown>>;

/** A stack as it is synthesized; its id says its deployment, kind and name, such as `x-region-asia`. */
export function source(
  id: string,
  json: Partial<StackJson> = {},
  { deletionProtection = false, awsRegions = ['eu-west-1'], team = 'edge', key = `${id}.tfstate` } = {},
): StackSource {
  const [deployment = '', kind = '', name] = id.split('-');
  const backend = { bucket: 'states', key, region: 'eu-west-1' };
  const stack = {
    id,
    directory: `/synthesized/${id}`,
    deployment,
    kind,
    ...(name === undefined ? {} : { name }),
    deletionProtection,
    awsRegion: awsRegions[0] ?? '',
    awsRegions,
    upstreams: Object.keys(json.data?.terraform_remote_state ?? {}),
    backend,
    resourceCount: 0,
  };
  return {
    stack,
    json: {
      provider: { aws: [{ region: stack.awsRegion, default_tags: [{ tags: { team } }] }] },
      terraform: { backend: { s3: backend } },
      ...json,
    },
  };
}

/** The block by which a stack reads the state of another. */
export const remoteState = (id: string, more: Attributes = {}) => ({
  [id]: { backend: 's3', config: { bucket: 'states', key: `${id}.tfstate` }, ...more },
});

type Doing = readonly Action[] | (Partial<Change> & { readonly also?: Partial<ResourceChange> });

/** One resource of a plan, by its address. */
export function changed(address: string, doing: Doing): ResourceChange {
  const [type = '', name = ''] = address.split('.');
  const { also, ...change } = 'length' in doing ? { actions: doing, also: {} } : { also: {}, ...doing };
  return {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: { actions: ['update'], before: null, after: null, ...change },
    ...also,
  };
}

export const created = (address: string, after: Attributes, more: Partial<Change> = {}) =>
  changed(address, { actions: ['create'], before: null, after, ...more });
export const updated = (address: string, before: Attributes, after: Attributes, more: Partial<Change> = {}) =>
  changed(address, { actions: ['update'], before, after, ...more });
export const replaced = (
  address: string,
  before: Attributes,
  after: Attributes,
  more: Partial<Change> = {},
) => changed(address, { actions: ['delete', 'create'], before, after, ...more });
export const destroyed = (address: string, before: Attributes = {}) =>
  changed(address, { actions: ['delete'], before, after: null });

export function plan(changes: readonly ResourceChange[], more: Partial<PlanJson> = {}): PlanJson {
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    complete: true,
    errored: false,
    applyable: true,
    resource_changes: changes,
    ...more,
  };
}

export const outputChange = (before: unknown, after: unknown): Change => ({
  actions: before === null ? ['create'] : after === null ? ['delete'] : ['update'],
  before,
  after,
  after_unknown: false,
  before_sensitive: false,
  after_sensitive: false,
});

export interface PlannedOptions {
  readonly reason?: Reason;
  readonly inputs?: readonly Input[];
  readonly isNew?: boolean;
  readonly problem?: string;
  /** Whether its plan is one that may be applied. */
  readonly isKept?: boolean;
  readonly appliedSince?: readonly AppliedSince[];
  readonly unplanned?: readonly UnplannedUpstream[];
}

export const planned = (
  { stack }: StackSource,
  planJson: PlanJson | undefined,
  {
    reason = 'changed',
    inputs = [],
    isNew = false,
    problem,
    isKept = false,
    appliedSince,
    unplanned,
  }: PlannedOptions = {},
): PlannedStack => ({
  stack,
  reason,
  inputs,
  isNew,
  ...(planJson === undefined ? {} : { plan: planJson }),
  ...(problem === undefined ? {} : { problem }),
  ...(isKept ? { kept: {} } : {}),
  ...(appliedSince === undefined ? {} : { appliedSince }),
  ...(unplanned === undefined ? {} : { unplanned }),
});

/** The review of one stack that is the same on both sides but for its plan. */
export function reviewOf(
  changes: readonly ResourceChange[],
  {
    head = source('x-region-asia'),
    base = head,
    more = {},
    options = {},
  }: {
    readonly head?: StackSource;
    readonly base?: StackSource;
    readonly more?: Partial<PlanJson>;
    readonly options?: PlannedOptions;
  } = {},
): Review {
  return analyse([planned(head, plan(changes, more), options)], { head: [head], base: [base] });
}

export function onlyStack({ stacks }: Review): StackReview {
  const [stack] = stacks;
  if (stack === undefined) throw new Error('the review has no stack');
  return stack;
}

export const context = (
  head: readonly StackSource[],
  base: readonly StackSource[] = head,
): ReviewContext => ({
  head,
  base,
});
