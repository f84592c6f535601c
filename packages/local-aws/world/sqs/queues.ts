import { createHash } from 'node:crypto';
import type { LambdaRuntime } from '../../edge/types';
import { type AskAws, askJson } from '../aws-api';

/** An event source mapping from a queue to a function. */
export interface QueueMapping {
  readonly id: string;
  readonly awsRegion: string;
  readonly queueArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly maximumConcurrency: number;
  /** Only the messages that the function names have failed; otherwise the batch fails or succeeds as one. */
  readonly reportsItemFailures: boolean;
}

interface ListedMappings {
  readonly EventSourceMappings?: readonly {
    readonly UUID: string;
    readonly EventSourceArn?: string;
    readonly FunctionArn: string;
    readonly State?: string;
    readonly BatchSize?: number;
    readonly FunctionResponseTypes?: readonly string[];
    readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  }[];
}

export async function deployedMappings(ask: AskAws, awsRegion: string): Promise<QueueMapping[]> {
  const path = '/2015-03-31/event-source-mappings/';
  const listed = await askJson<ListedMappings>(ask, { service: 'lambda', region: awsRegion, path });
  return (listed?.EventSourceMappings ?? [])
    .filter(({ EventSourceArn, State }) => EventSourceArn?.includes(':sqs:') && State !== 'Disabled')
    .map((mapping) => ({
      id: mapping.UUID,
      awsRegion,
      queueArn: mapping.EventSourceArn ?? '',
      functionArn: mapping.FunctionArn,
      batchSize: mapping.BatchSize ?? 10,
      maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? 5,
      reportsItemFailures: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    }));
}

interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

/** What became of one batch. */
export interface BatchEnd {
  readonly queueArn: string;
  readonly functionArn: string;
  readonly messages: readonly { readonly body: string; readonly done: boolean }[];
  readonly milliseconds: number;
  /** Of the function, where it threw, timed out or answered what Lambda does not take. */
  readonly error?: string;
}

export interface QueuesProps {
  readonly ask: AskAws;
  readonly lambda: LambdaRuntime;
  readonly onBatch?: (end: BatchEnd) => void;
  /** Between two questions to an empty queue. @default 500 */
  readonly idleMilliseconds?: number;
}

/**
 * Polls the queues of the event source mappings and runs their functions.
 *
 * A message that its function could not handle is left alone: the queue shows it again after its visibility timeout, and moves
 * it to the dead-letter queue after as many receipts as its redrive policy says.
 */
export class Queues {
  /** Functions are not called: messages wait. */
  isHeld = false;
  private readonly polled = new Map<string, { mapping: QueueMapping; stop: () => void }>();

  constructor(private readonly props: QueuesProps) {}

  /** Polls exactly these from now on. */
  follow(mappings: readonly QueueMapping[]): void {
    const wanted = new Map(mappings.map((mapping) => [mapping.id, mapping]));
    for (const [id, { stop }] of this.polled) {
      if (wanted.has(id)) continue;
      stop();
      this.polled.delete(id);
    }
    for (const [id, mapping] of wanted) {
      const known = this.polled.get(id);
      if (known !== undefined) known.mapping = mapping;
      else this.start(id, mapping);
    }
  }

  mappings(): readonly QueueMapping[] {
    return [...this.polled.values()].map(({ mapping }) => mapping);
  }

  close(): void {
    for (const { stop } of this.polled.values()) stop();
    this.polled.clear();
  }

  private start(id: string, mapping: QueueMapping): void {
    let timer: NodeJS.Timeout | undefined;
    let stopped = false;
    let running = 0;
    const entry = {
      mapping,
      stop: () => {
        stopped = true;
        clearTimeout(timer);
      },
    };
    const next = (milliseconds: number) => {
      clearTimeout(timer);
      if (!stopped) timer = setTimeout(poll, milliseconds);
    };
    const poll = async () => {
      const idle = this.props.idleMilliseconds ?? 500;
      if (this.isHeld || running >= entry.mapping.maximumConcurrency) return next(idle);
      const messages = await this.receive(entry.mapping).catch(() => []);
      if (messages.length === 0 || stopped) return next(idle);
      running++;
      this.handle(entry.mapping, messages)
        .catch(() => undefined)
        .finally(() => {
          running--;
          next(0);
        });
      next(0);
    };
    this.polled.set(id, entry);
    next(0);
  }

  private async receive(mapping: QueueMapping): Promise<readonly Message[]> {
    const answer = await this.sqs<{ Messages?: Message[] }>(mapping, 'ReceiveMessage', {
      QueueUrl: queueUrl(mapping),
      MaxNumberOfMessages: Math.min(10, mapping.batchSize),
      AttributeNames: ['All'],
      WaitTimeSeconds: 0,
    });
    return answer?.Messages ?? [];
  }

  private async handle(mapping: QueueMapping, messages: readonly Message[]): Promise<void> {
    const started = performance.now();
    let failed: ReadonlySet<string>;
    let error: string | undefined;
    try {
      const result = await this.props.lambda.invoke(mapping.functionArn, event(mapping, messages));
      failed = mapping.reportsItemFailures ? itemFailures(result, messages) : new Set();
    } catch (reason) {
      error = reason instanceof Error ? reason.message : String(reason);
      failed = new Set(messages.map(({ MessageId }) => MessageId));
    }
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId));
    if (done.length > 0) {
      await this.sqs(mapping, 'DeleteMessageBatch', {
        QueueUrl: queueUrl(mapping),
        Entries: done.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle })),
      });
    }
    this.props.onBatch?.({
      queueArn: mapping.queueArn,
      functionArn: mapping.functionArn,
      messages: messages.map(({ Body, MessageId }) => ({ body: Body, done: !failed.has(MessageId) })),
      milliseconds: Math.round(performance.now() - started),
      ...(error === undefined ? {} : { error }),
    });
  }

  private sqs<T>({ awsRegion }: QueueMapping, action: string, body: object): Promise<T | undefined> {
    return askJson<T>(this.props.ask, {
      service: 'sqs',
      region: awsRegion,
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body: JSON.stringify(body),
    });
  }
}

export function queueUrl({ queueArn }: Pick<QueueMapping, 'queueArn'>): string {
  const [, , , region, account, name] = queueArn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

function event({ awsRegion, queueArn }: QueueMapping, messages: readonly Message[]) {
  return {
    Records: messages.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes ?? {},
      messageAttributes: {},
      md5OfBody: createHash('md5').update(Body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion,
    })),
  };
}

/** Lambda takes an empty answer for success, and one that names no message of the batch for failure of all of them. */
function itemFailures(result: unknown, messages: readonly Message[]): ReadonlySet<string> {
  const listed = (result as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures ?? [];
  const ids = new Set(messages.map(({ MessageId }) => MessageId));
  const failed = Array.isArray(listed)
    ? listed.map((one) => (one as { itemIdentifier?: unknown })?.itemIdentifier)
    : [''];
  const known = failed.filter((id): id is string => typeof id === 'string' && ids.has(id));
  if (known.length < failed.length)
    throw new Error('the function named messages that the batch does not have');
  return new Set(known);
}
