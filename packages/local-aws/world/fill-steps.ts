import type { Traces } from '../edge/traces';
import { messageKey } from './message-key';
import type { WorldEvent } from './world';

/** Tells in the traces of requests that missed an object what became of it: the message and the fill. */
export function fillSteps(traces: Traces): (event: WorldEvent) => void {
  return (event) => {
    if (event.event === 'message' && event.key !== undefined) {
      const { queueArn, key } = event;
      for (const trace of traces.failedOver(key)) trace.note('queue', { queueArn, key });
    }
    if (event.event !== 'batch') return;
    const { functionArn, milliseconds, error } = event;
    for (const { body, done } of event.messages) {
      const key = messageKey(body);
      if (key === undefined) continue;
      const detail = { functionArn, key, done, milliseconds, ...(error === undefined ? {} : { error }) };
      for (const trace of traces.failedOver(key)) trace.note('fill', detail);
    }
  };
}
