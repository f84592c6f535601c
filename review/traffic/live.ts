import type { State } from '../../terraform/state-store';
import { LiveStates } from '../live-states';
import type { PlannedStack } from '../planned-stack';
import { type TrafficOptions, trafficEffect } from './effect';
import type { TrafficEffect } from './traffic-effect';

/** The traffic effect of plans beside what is applied of every other stack; of one whose state may not be read nothing is told. */
export async function liveTrafficEffect(
  planned: readonly PlannedStack[],
  context: TrafficOptions['context'],
  environment: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<TrafficEffect> {
  const live = new LiveStates(environment);
  const isPlanned = (id: string) => planned.some(({ stack, plan }) => stack.id === id && plan !== undefined);
  try {
    const states = new Map<string, State>();
    const untold = new Map<string, string>();
    for (const { stack } of [...context.head, ...context.base]) {
      signal?.throwIfAborted();
      if (states.has(stack.id) || isPlanned(stack.id)) continue;
      try {
        const state = await live.read(stack);
        if (state !== undefined) states.set(stack.id, state);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        untold.set(stack.id, `who is answered by "${stack.id}", because its state cannot be read: ${reason}`);
      }
    }
    const effect = await trafficEffect({ planned, context, states, ...(signal && { signal }) });
    return {
      ...effect,
      untold: [...effect.untold, ...[...untold].map(([stack, sentence]) => ({ stack, sentence }))],
    };
  } finally {
    live.close();
  }
}
