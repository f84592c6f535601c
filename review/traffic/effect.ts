import type { State } from '../../terraform/state-store';
import { type ReviewContext, sourceOf } from '../analysis/stack-source';
import type { PlannedStack } from '../planned-stack';
import { COUNTRIES } from './countries';
import { lossOf } from './loss';
import { type AppliedStack, operationsOf } from './operations';
import { questionsOf } from './questions';
import { formerKey, type Resource, resourcesBefore, resourcesOfState } from './resources';
import { Schedule } from './schedule';
import { Model } from './served';
import { surroundingsOf } from './surroundings';
import { type Group, Timeline } from './timeline';
import { together } from './together';
import type { TrafficEffect, Untold } from './traffic-effect';
import { untoldChanges } from './unmodelled';
import { askersInWords } from './words';

export interface TrafficOptions {
  /** In the order of apply. */
  readonly planned: readonly PlannedStack[];
  readonly context: ReviewContext;
  /** Of stacks that have no plan, by their ids. @default - nothing of them is there */
  readonly states?: ReadonlyMap<string, Pick<State, 'resources'>>;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/**
 * What viewers notice while the plans are applied, stack by stack and step by step, and once they are. Where the model itself
 * fails, that is all that is told: a review has more to say than this.
 */
export async function trafficEffect(options: TrafficOptions): Promise<TrafficEffect> {
  const { planned, context, signal } = options;
  try {
    return await modelled(options);
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = `what viewers notice of the change, because the model of who answers fails: ${reason}`;
    return {
      asked: { names: 0, countries: 0, times: 0, isWhole: false },
      changes: [],
      losses: [],
      untold: [{ stack: planned[0]?.stack.id ?? '', sentence }, ...untoldChanges(planned, context.head)],
    };
  }
}

async function modelled(options: TrafficOptions): Promise<TrafficEffect> {
  const { planned, context, signal } = options;
  const before = resourcesNow(options);
  const operations = operationsOf(inOrder(options));
  const schedule = new Schedule(operations);
  const now = [...before.values()];
  const model = new Model(
    surroundingsOf(now, [...now, ...operations.flatMap(({ resource }) => resource ?? [])]),
    signal,
  );
  try {
    const timeline = new Timeline(model, before, operations, schedule);
    const questions = questionsOf([timeline.before, timeline.after]);
    const times = schedule.times();
    const groups = operations.length === 0 ? [] : await timeline.groups(questions, times);
    const losses = await Promise.all(
      groups.map(async (group) => {
        const told = await lossOf(group, timeline);
        return told === undefined ? [] : [{ questions: group.questions, told }];
      }),
    );
    return {
      asked: {
        names: new Set(questions.map(({ name }) => name)).size,
        countries: questions.some(({ at }) => at === 'edge') ? COUNTRIES.length : 0,
        times: times.length,
        isWhole: schedule.isWhole(),
      },
      changes: together(groups.flatMap(changed)),
      losses: together(withAllBefore(losses.flat())),
      untold: [...untoldAnswers(groups, operations[0]?.stack ?? ''), ...untoldChanges(planned, context.head)],
    };
  } finally {
    model.close();
  }
}

/** Who answered before is told together: viewers of several regions lose them by the same step. */
function withAllBefore<T extends { readonly told: { readonly before: string } }>(all: readonly T[]): T[] {
  const rest = ({ told }: T) => JSON.stringify({ ...told, before: '' });
  return all.map((each) => {
    const alike = all.filter((other) => rest(other) === rest(each)).map(({ told }) => told.before);
    return { ...each, told: { ...each.told, before: [...new Set(alike)].sort().join(' or ') } };
  });
}

function changed({ questions, before, after }: Group) {
  if ('untold' in before || 'untold' in after || before.by === after.by) return [];
  return [{ questions, told: { before: before.by, after: after.by } }];
}

function untoldAnswers(groups: readonly Group[], stack: string): Untold[] {
  const found = groups.flatMap(({ questions, before, after, meanwhile }) => {
    if (!('untold' in before) && !before.isServed) return [];
    const why = [before, after, ...meanwhile.map(([, served]) => served)].find(
      (served) => 'untold' in served,
    );
    return why === undefined || !('untold' in why) ? [] : [{ questions, told: { why: why.untold } }];
  });
  return together(found).map(({ why, ...askers }) => ({
    stack,
    sentence: `who answers ${askersInWords(askers)}: ${why}`,
    askers,
  }));
}

function resourcesNow({ planned, context, states }: TrafficOptions): Map<string, Resource> {
  const now = new Map<string, Resource>();
  for (const { stack, plan } of planned) {
    if (plan === undefined) continue;
    for (const [key, resource] of resourcesBefore(stack, plan)) now.set(`${stack.id}/${key}`, resource);
  }
  const isPlanned = (id: string) => planned.some(({ stack, plan }) => stack.id === id && plan !== undefined);
  for (const { stack } of [...context.head, ...context.base]) {
    const state = states?.get(stack.id);
    if (state === undefined || isPlanned(stack.id)) continue;
    for (const resource of resourcesOfState(stack, state))
      now.set(`${stack.id}/${formerKey(resource)}`, resource);
  }
  return now;
}

/** Upstreams first; what is removed goes last, readers first. */
function inOrder({ planned, context }: TrafficOptions): AppliedStack[] {
  const { head, base } = context;
  const isRemoved = ({ reason }: PlannedStack) => reason === 'removed';
  const kept = planned.filter((each) => !isRemoved(each));
  const removed = planned.filter(isRemoved).reverse();
  const ordered = [...kept, ...removed].filter(({ plan }) => plan !== undefined);
  const reads = (reader: string, producer: string, seen: readonly string[] = []): boolean =>
    [...head, ...base]
      .filter(({ stack }) => stack.id === reader)
      .some(({ stack: { upstreams } }) =>
        upstreams.some(
          (each) => each === producer || (!seen.includes(each) && reads(each, producer, [...seen, reader])),
        ),
      );
  return ordered.flatMap((each, place) => {
    const { stack, plan } = each;
    if (plan === undefined) return [];
    const earlier = ordered.slice(0, place);
    const follows = earlier.filter((other) =>
      isRemoved(each)
        ? !isRemoved(other) || reads(other.stack.id, stack.id)
        : reads(stack.id, other.stack.id),
    );
    const [json, former] = [sourceOf(head, stack.id)?.json, sourceOf(base, stack.id)?.json];
    return [
      {
        stack,
        plan,
        ...(json === undefined || isRemoved(each) ? {} : { json }),
        ...(former === undefined ? {} : { former }),
        follows: follows.map((other) => other.stack.id),
      },
    ];
  });
}
