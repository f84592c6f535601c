import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export interface RedriveOptions {
  readonly fromUrl: string;
  readonly toUrl: string;
  /** Messages that are moved at most. */
  readonly maximum: number;
  readonly signal: AbortSignal;
  readonly onMoved?: (body: string) => void;
}

/** Longer than a batch takes, and short enough for the next attempt after an interruption. */
const HIDDEN_SECONDS = 60;
/** An empty answer to a long poll means an empty queue. */
const WAIT_SECONDS = 2;

/**
 * Moves messages from one queue to another, where they count as new; returns how many.
 *
 * A message is sent before it is deleted: whatever interrupts this leaves it in one of the queues or in both, and a
 * duplicate costs the fill worker one look at the bucket.
 */
export async function redriveQueue(sqs: SQSClient, options: RedriveOptions): Promise<number> {
  const { fromUrl, toUrl, maximum, signal, onMoved } = options;
  let moved = 0;
  while (moved < maximum && !signal.aborted) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: fromUrl,
        MaxNumberOfMessages: Math.min(10, maximum - moved),
        WaitTimeSeconds: WAIT_SECONDS,
        VisibilityTimeout: HIDDEN_SECONDS,
      }),
    );
    if (Messages.length === 0) break;
    const { Successful = [], Failed: [refused] = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: toUrl,
        Entries: Messages.map(({ Body }, index) => ({ Id: String(index), MessageBody: Body })),
      }),
    );
    const sent = Successful.map(({ Id }) => Messages[Number(Id)]).filter((each) => each !== undefined);
    await deleted(sqs, fromUrl, sent);
    for (const { Body } of sent) onMoved?.(Body ?? '');
    moved += sent.length;
    if (refused !== undefined)
      throw new Error(`${toUrl} refused a message: ${refused.Message ?? refused.Code}`);
  }
  return moved;
}

async function deleted(sqs: SQSClient, QueueUrl: string, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  const { Failed: [failed] = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  if (failed !== undefined) {
    throw new Error(`${QueueUrl} keeps a message that was sent on: ${failed.Message ?? failed.Code}`);
  }
}
