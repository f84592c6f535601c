import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { retryDelaySeconds } from '../lambda-src/backfill/queue/retry';

export interface WorkOffOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** Messages in work at once. */
  readonly concurrency: number;
  /** Ends when there is nothing to receive; otherwise it waits for more. */
  readonly isUntilEmpty: boolean;
  /** Does what a message asks for and says what came of it; throws where another attempt may succeed. */
  readonly work: (message: { id: string; body: string }, signal: AbortSignal) => Promise<string>;
  /** Longest time for one message. */
  readonly timeLimitMilliseconds: number;
  /** No further message after this. */
  readonly stop: AbortSignal;
  /** Time for what is in work when it stops. */
  readonly graceMilliseconds: number;
  readonly report: (line: string) => void;
  /** How long a message is hidden from others at a time; prolonged for as long as it is in work. @default 300 */
  readonly hiddenSeconds?: number;
  /** How long to wait for a message. @default 20 */
  readonly waitSeconds?: number;
}

/**
 * Works off a queue with long polling: a message is deleted when it is done with, hidden while it is in work, and back at
 * once when the worker is stopped in the middle.
 */
export async function workOff(options: WorkOffOptions): Promise<void> {
  const cut = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const stopped = () => {
    grace = setTimeout(() => cut.abort(new Error('the worker was stopped')), options.graceMilliseconds);
  };
  options.stop.addEventListener('abort', stopped, { once: true });
  try {
    await Promise.all(Array.from({ length: options.concurrency }, () => lane(options, cut.signal)));
  } finally {
    options.stop.removeEventListener('abort', stopped);
    clearTimeout(grace);
  }
}

async function lane(options: WorkOffOptions, cut: AbortSignal): Promise<void> {
  while (!options.stop.aborted) {
    const message = await received(options);
    if (message !== undefined) await handled(options, message, cut);
    else if (options.isUntilEmpty) return;
  }
}

async function received({ sqs, queueUrl, stop, ...options }: WorkOffOptions): Promise<Message | undefined> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 1,
    WaitTimeSeconds: options.waitSeconds ?? 20,
    VisibilityTimeout: options.hiddenSeconds ?? 300,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
  });
  try {
    return (await sqs.send(command, { abortSignal: stop })).Messages?.[0];
  } catch (error) {
    if (stop.aborted) return undefined;
    throw error;
  }
}

async function handled(options: WorkOffOptions, message: Message, cut: AbortSignal): Promise<void> {
  const { sqs, queueUrl: QueueUrl, report, hiddenSeconds = 300 } = options;
  const { MessageId: id = '', Body: body = '', ReceiptHandle, Attributes } = message;
  const hide = (VisibilityTimeout: number) =>
    sqs
      .send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }))
      .catch((error: unknown) => report(`${body}: not hidden any longer: ${String(error)}`));
  const heartbeat = setInterval(() => void hide(hiddenSeconds), (hiddenSeconds * 1000) / 3);
  try {
    const signal = AbortSignal.any([cut, AbortSignal.timeout(options.timeLimitMilliseconds)]);
    const outcome = await options.work({ id, body }, signal);
    clearInterval(heartbeat);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    report(`${body}: ${outcome}`);
  } catch (error) {
    clearInterval(heartbeat);
    const attempt = Number(Attributes?.ApproximateReceiveCount ?? 1);
    await hide(cut.aborted ? 0 : retryDelaySeconds(attempt, error));
    report(`${body}: will be tried again: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearInterval(heartbeat);
  }
}
