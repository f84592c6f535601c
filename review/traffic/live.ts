import type { State } from '../../terraform/state-store';
import { LiveStates } from '../live-states';
import type { PlannedStack } from '../planned-stack';
import { type TrafficOptions, trafficEffect } from './effect';
import type { TrafficEffect } from './traffic-effect';

/** The traffic effect of plans beside what is applied of every other stack. */
export async function liveTrafficEffect(
  planned: readonly PlannedStack[],
  context: TrafficOptions['context'],
  environment: Readonly<Record<string, string>>,
): Promise<TrafficEffect> {
  const live = new LiveStates(environment);
  try {
    const states = new Map<string, State>();
    for (const { stack } of [...context.head, ...context.base]) {
      if (states.has(stack.id) || planned.some((each) => each.stack.id === stack.id && each.plan)) continue;
      const state = await live.read(stack);
      if (state !== undefined) states.set(stack.id, state);
    }
    return await trafficEffect({ planned, context, states });
  } finally {
    live.close();
  }
}
