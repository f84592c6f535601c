import { costsOf } from '../costs/costs';
import { lastLook } from '../masking/last-look';
import { leaksOf } from '../masking/leaks';
import { KNOWN_AFTER_APPLY, masked } from '../masking/masked';
import { Secrets } from '../masking/secrets';
import type { Change, PlanJson, ResourceChange } from '../plan-json';
import type { PlannedStack } from '../planned-stack';
import type { TrafficEffect } from '../traffic/traffic-effect';
import { asymmetriesOf } from './asymmetry';
import { backendProblems } from './backends';
import { blastRadiusOf } from './blast-radius';
import { contractChanges } from './contracts';
import { driftOf, isOfKeptType, unaskedOf } from './drift';
import { edgeFunctionsOf } from './edge-functions';
import { guardedIn, isProtected, unguarded } from './protection';
import { Reads } from './readers';
import { renamesOf } from './renames';
import { type ResourceContext, resourceReview } from './resources';
import {
  ACTIONS,
  type Counts,
  type OutputReview,
  type Outside,
  REVIEW_VERSION,
  type ResourceReview,
  type Review,
  type StackReview,
  type Unasked,
} from './review';
import { literalsOf, type ReviewContext, type StackSource, sourceOf, teamOf } from './stack-source';
import { upgradeProblems } from './upgrade-order';
import { requiredProvidersOf } from './versions';
import { wordsForOutput } from './words';

/** What the plans would do, in one document that holds no secret. */
export function analyse(
  planned: readonly PlannedStack[],
  context: ReviewContext,
  traffic?: TrafficEffect,
  outside?: Omit<Outside, 'unasked'>,
): Review {
  const { base, head } = context;
  const secrets = new Secrets(
    planned.map(({ plan }) => plan),
    literalsOf([...base, ...head]),
  );
  const [baseReads, headReads] = [new Reads(base), new Reads(head)];
  const reviewed = planned.map((each) => stackReview(each, context, secrets, outside === undefined));
  const stacks = reviewed.map(({ stack }) => stack);
  const named = head.map(({ stack: { id, deployment, kind, name } }) => ({
    id,
    deployment,
    kind,
    ...(name === undefined ? {} : { name }),
  }));
  const sides = planned.map(({ stack: { id }, plan }) => ({
    id,
    plan,
    before: sourceOf(base, id),
    after: sourceOf(head, id),
  }));
  const costs = costsOf(sides);
  const edgeFunctions = edgeFunctionsOf(sides);
  const review: Review = {
    version: REVIEW_VERSION,
    stacks,
    contracts: planned.flatMap((each) => {
      const { id } = each.stack;
      const [before, after] = [sourceOf(base, id), sourceOf(head, id)];
      return contractChanges({ base: before, head: after, planned: each, headReads, baseReads });
    }),
    blastRadius: stacks.map((stack) => blastRadiusOf(stack, stacks, headReads, context)),
    asymmetries: asymmetriesOf(stacks, named),
    backends: backendProblems(context),
    upgrades: upgradeProblems(planned),
    ...(edgeFunctions.length === 0 ? {} : { edgeFunctions }),
    leaks: planned.flatMap(({ stack: { id }, plan }) => leaksOf(id, plan, secrets)),
    ...(traffic === undefined ? {} : { traffic }),
    ...(costs.stacks.length === 0 ? {} : { costs }),
    ...(outside === undefined
      ? {}
      : { outside: { ...outside, unasked: reviewed.flatMap(({ unasked }) => unasked) } }),
  };
  return lastLook(review, secrets);
}

function stackReview(
  {
    stack,
    reason,
    inputs,
    isNew = false,
    plan,
    problem,
    kept,
    appliedSince = [],
    unplanned = [],
  }: PlannedStack,
  { base, head }: ReviewContext,
  secrets: Secrets,
  isKeptOnly: boolean,
): { readonly stack: StackReview; readonly unasked: readonly Unasked[] } {
  const [before, after] = [sourceOf(base, stack.id), sourceOf(head, stack.id)];
  const reviewed = (changes: PlanJson['resource_changes'] = []) =>
    resourceReviews(changes, {
      guarded: new Set([...guardedIn(before), ...guardedIn(after)]),
      written: after?.json.resource ?? {},
      writtenBefore: before?.json.resource ?? {},
      place: stack.name ?? stack.kind,
      secrets,
    });
  const resources = reviewed(plan?.resource_changes);
  const outputs = outputReviews(plan, secrets);
  const team = teamFrom(after ?? before);
  const accounts = accountsOf(stack.accountId, plan);
  const written = after?.json.resource ?? {};
  const drifted = reviewed(plan?.resource_drift);
  const drift = driftOf(drifted, written).filter((each) => !isKeptOnly || isOfKeptType(each));
  const unasked = unaskedOf(drifted, written).map((each) => ({ stack: stack.id, ...each }));
  const review: StackReview = {
    id: stack.id,
    deployment: stack.deployment,
    kind: stack.kind,
    ...(stack.name === undefined ? {} : { name: stack.name }),
    ...(team === undefined ? {} : { team }),
    awsRegions: stack.awsRegions,
    ...(accounts.length === 0 ? {} : { accounts }),
    reason,
    inputs,
    ...(problem === undefined ? {} : { problem: secrets.mask(problem) }),
    isProtected: isProtected(before, after, plan),
    isNew,
    isKept: kept !== undefined,
    ...(appliedSince.length === 0 ? {} : { appliedSince }),
    ...(unplanned.length === 0 ? {} : { unplanned }),
    isComplete: plan !== undefined && plan.complete !== false && plan.errored !== true,
    versions: requiredProvidersOf(before, after),
    counts: countsOf(resources, outputs),
    resources,
    outputs,
    drift,
    renames: renamesOf(plan?.resource_changes ?? []).map((rename) => ({
      ...rename,
      from: secrets.mask(rename.from),
      to: secrets.mask(rename.to),
      moved: secrets.mask(rename.moved),
    })),
    unguarded: unguarded(before, reason === 'removed' ? undefined : after, plan),
  };
  return { stack: review, unasked };
}

const teamFrom = (source: StackSource | undefined) => source && teamOf(source);

/** As the document names it, and as the ARNs say it of what is there. */
function accountsOf(named: string | undefined, plan: PlanJson | undefined): string[] {
  const arns = (plan?.resource_changes ?? [])
    .filter(({ mode }) => mode === 'managed')
    .map(({ change }) => (change.before as { readonly arn?: unknown } | null | undefined)?.arn);
  const told = arns.flatMap((arn) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(String(arn))?.[1] ?? []);
  return [...new Set([...(named === undefined ? [] : [named]), ...told])].sort();
}

const resourceReviews = (
  all: readonly ResourceChange[],
  context: Omit<ResourceContext, 'all'>,
): ResourceReview[] =>
  all
    .flatMap((change) => resourceReview(change, { all, ...context }) ?? [])
    .sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));

function outputReviews(plan: PlanJson | undefined, secrets: Secrets): OutputReview[] {
  return Object.entries(plan?.output_changes ?? {})
    .flatMap(([name, change]) => outputReview(name, change, secrets) ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function outputReview(name: string, change: Change, secrets: Secrets): OutputReview | undefined {
  const [action] = change.actions;
  if (action !== 'create' && action !== 'update' && action !== 'delete') return undefined;
  const mark = change.before_sensitive === true || change.after_sensitive === true;
  const before = masked(change.before, secrets, mark ? true : change.before_sensitive, name);
  const isUnknown = change.after_unknown === true;
  const after = isUnknown
    ? KNOWN_AFTER_APPLY
    : masked(change.after, secrets, mark ? true : change.after_sensitive, name);
  return { name: secrets.mask(name), action, before, after, words: wordsForOutput(name, before, after) };
}

function countsOf(resources: readonly ResourceReview[], outputs: readonly OutputReview[]): Counts {
  const counts = Object.fromEntries(
    ACTIONS.map((action) => [action, resources.filter((resource) => resource.action === action).length]),
  ) as Record<(typeof ACTIONS)[number], number>;
  return { ...counts, outputs: outputs.length };
}
