import type { Operation } from './operations';
import type { Done, Schedule } from './schedule';
import { secondsOf } from './seconds';
import type { Served } from './served';
import type { Group, Timeline } from './timeline';
import type { Askers, TrafficLoss } from './traffic-effect';

export const isLost = (served: Served) => !('untold' in served) && !served.isServed;

type Told = Omit<TrafficLoss, keyof Askers>;

/** By which step questions lose who answers them, and until which; undefined where they never do. */
export async function lossOf(group: Group, timeline: Timeline): Promise<Told | undefined> {
  const { before, after, meanwhile, questions } = group;
  const [question] = questions;
  if (question === undefined || 'untold' in before || !before.isServed) return undefined;
  const { operations, schedule, order } = timeline;
  const all: Done = new Set(order);
  const lost = [...meanwhile, [all, after] as const].filter(([, served]) => isLost(served));
  if (lost.length === 0) return undefined;
  const isLostAt = async (done: Done) => isLost(await timeline.served(question, done));
  const [smallest] = lost.map(([done]) => done).sort((a, b) => a.size - b.size);
  const cause = await shrunk(smallest ?? all, schedule, isLostAt);
  const last = order.filter((step) => cause.has(step)).at(-1);
  const step = last === undefined ? undefined : operations[last];
  if (step === undefined) return undefined;
  const { stack, address } = step;
  const served = await timeline.served(question, cause);
  const common = {
    stack,
    address,
    before: before.by,
    meanwhile: 'untold' in served ? '' : served.by,
    isNameGone: !timeline.after.knows(question.name),
  };
  if (isLost(after)) return common;
  for (const next of order) {
    const healed = new Set([...cause, ...schedule.upTo([next])]);
    if (cause.has(next) || (await isLostAt(healed))) continue;
    return { ...common, until: untilOf(step, next, healed, cause, operations) };
  }
  return common;
}

/** The fewest steps after which it is still lost. */
async function shrunk(
  done: Done,
  schedule: Schedule,
  isLostAt: (done: Done) => Promise<boolean>,
): Promise<Done> {
  for (const step of schedule.last(done)) {
    const less = new Set([...done].filter((each) => each !== step));
    if (await isLostAt(less)) return shrunk(less, schedule, isLostAt);
  }
  return done;
}

function untilOf(
  from: Operation,
  next: number,
  healed: Done,
  cause: Done,
  operations: readonly Operation[],
): TrafficLoss['until'] {
  const { stack, address } = operations[next] as Operation;
  const needed = [...healed].filter((each) => !cause.has(each)).map((each) => operations[each] as Operation);
  const isOtherStack = needed.some((each) => each.stack !== from.stack);
  const seconds = needed.reduce((sum, { type }) => sum + secondsOf(type), 0);
  return { stack, address, ...(isOtherStack ? {} : { seconds }) };
}
