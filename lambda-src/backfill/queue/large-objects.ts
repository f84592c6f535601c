import type { LargeObjects } from '../fill/fill';
import { missMessage } from '../message';
import { TransientError } from '../outcome';
import { callOptions, callQueue, type Queue } from './sqs';

const CALL_TIMEOUT_MILLISECONDS = 2000;

export function largeObjectQueue(queue: Queue, overBytes: number): LargeObjects {
  return {
    overBytes,
    async send(key) {
      try {
        const message = { MessageBody: missMessage(key) };
        await callQueue(queue, 'SendMessage', message, callOptions(CALL_TIMEOUT_MILLISECONDS));
      } catch (error) {
        throw new TransientError(`queue of large objects: ${String(error)}`);
      }
    },
  };
}
