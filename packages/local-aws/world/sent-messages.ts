import type { Emulator } from '../emulators/emulator';
import { messageKey } from './message-key';

/** A message that somebody sends to a queue. */
export interface SentMessage {
  readonly queueArn: string;
  /** Of the object that it is about, where it says so. */
  readonly key?: string;
}

/** Sees what is sent to queues, and leaves it to moto. */
export function sentMessages(onMessage: (message: SentMessage) => void): Emulator {
  return {
    services: ['sqs'],
    handle: ({ action, region, body }) => {
      if (action === 'SendMessage') note(region, body.toString(), onMessage);
      return undefined;
    },
  };
}

function note(region: string, body: string, onMessage: (message: SentMessage) => void): void {
  const { QueueUrl, MessageBody } = parsed(body);
  const [accountId, name] = String(QueueUrl ?? '')
    .split('/')
    .slice(-2);
  if (name === undefined) return;
  const key = messageKey(String(MessageBody ?? ''));
  const queueArn = `arn:aws:sqs:${region}:${accountId}:${name}`;
  onMessage({ queueArn, ...(key === undefined ? {} : { key }) });
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
