import type { Emulator } from '../../emulators/emulator';

/** A message that somebody sends to a queue. */
export interface SentMessage {
  readonly queueArn: string;
  readonly body: string;
}

/** Sees what is sent to queues, and leaves it to moto. */
export function sentMessages(onMessage: (message: SentMessage) => void): Emulator {
  return {
    services: ['sqs'],
    answers: () => false,
    handle: ({ action, region, body }) => {
      if (action === 'SendMessage') note(region, body.toString(), onMessage);
      return undefined;
    },
  };
}

function note(region: string, request: string, onMessage: (message: SentMessage) => void): void {
  const { QueueUrl, MessageBody } = parsed(request);
  const [accountId, name] = String(QueueUrl ?? '')
    .split('/')
    .slice(-2);
  if (name === undefined) return;
  onMessage({ queueArn: `arn:aws:sqs:${region}:${accountId}:${name}`, body: String(MessageBody ?? '') });
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
