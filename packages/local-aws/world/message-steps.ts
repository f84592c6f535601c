import type { Traces } from '../edge/traces';
import type { WorldEvent } from './world';

/** Tells in the traces of requests that missed an object what became of the messages about it. */
export function messageSteps(traces: Traces): (event: WorldEvent) => void {
  return (event) => {
    if (event.event === 'message' && event.key !== undefined) {
      const { queueArn, key } = event;
      for (const trace of traces.failedOver(key)) trace.note('message', { queueArn, key });
    }
    if (event.event !== 'batch') return;
    const { functionArn, milliseconds, error } = event;
    for (const { key, done } of event.messages) {
      if (key === undefined) continue;
      const detail = { functionArn, key, done, milliseconds, ...(error === undefined ? {} : { error }) };
      for (const trace of traces.failedOver(key)) trace.note('batch', detail);
    }
  };
}
