import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Listening, listening } from './listening';

type Parameters = Record<string, unknown> & { QueueUrl: string; Entries?: Record<string, string>[] };

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** Queues, named by the last part of their URL, whose messages are hidden once they were received. */
export class FakeSqs {
  readonly queues = new Map<string, string[]>();
  /** Calls other than receiving, in order, such as `DeleteMessage 1`. */
  readonly calls: string[] = [];
  /** Bodies that no queue takes. */
  readonly refused = new Set<string>();
  /** Actions that fail. */
  readonly failing = new Set<string>();
  client = new SQSClient();
  url = '';
  private server?: Listening;
  private readonly listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    const answer = this.failing.has(action)
      ? undefined
      : this.answer(action, JSON.parse(Buffer.concat(chunks).toString()));
    response
      .writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(answer ?? { __type: 'com.amazonaws.sqs#AccessDenied', message: 'not allowed' }));
  };

  async start(): Promise<void> {
    this.server = await listening(this.listener);
    this.url = this.server.url;
    this.client = new SQSClient({
      endpoint: this.url,
      region: 'eu-central-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  }

  stop(): void {
    this.client.destroy();
    this.server?.close();
  }

  reset(): void {
    this.queues.clear();
    this.refused.clear();
    this.failing.clear();
    this.calls.length = 0;
  }

  /** Messages that the queue has and nobody has received. */
  waiting(name: string): string[] {
    const messages = this.queues.get(name) ?? [];
    this.queues.set(name, messages);
    return messages;
  }

  private answer(action: string, { QueueUrl, Entries = [], ...parameters }: Parameters): object {
    const queue = this.waiting(QueueUrl.split('/').at(-1) ?? '');
    switch (action) {
      case 'ReceiveMessage': {
        const bodies = queue.splice(0, Number(parameters.MaxNumberOfMessages));
        const messageOf = (Body: string) => ({
          MessageId: `id of ${Body}`,
          ReceiptHandle: Body,
          Body,
          MD5OfBody: md5(Body),
          Attributes: { ApproximateReceiveCount: '2' },
        });
        return bodies.length === 0 ? {} : { Messages: bodies.map(messageOf) };
      }
      case 'SendMessageBatch': {
        const isTaken = ({ MessageBody = '' }) => !this.refused.has(MessageBody);
        const taken = Entries.filter(isTaken);
        queue.push(...taken.map(({ MessageBody = '' }) => MessageBody));
        return {
          Successful: taken.map(({ Id, MessageBody = '' }) => ({
            Id,
            MessageId: '1',
            MD5OfMessageBody: md5(MessageBody),
          })),
          Failed: Entries.filter((each) => !isTaken(each)).map(({ Id }) => ({
            Id,
            Code: 'InvalidMessageContents',
            SenderFault: true,
          })),
        };
      }
      case 'DeleteMessageBatch':
        for (const { ReceiptHandle } of Entries) this.calls.push(`DeleteMessage ${ReceiptHandle}`);
        return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
      default:
        this.calls.push(
          [action, parameters.ReceiptHandle, parameters.VisibilityTimeout]
            .filter((part) => part !== undefined)
            .join(' '),
        );
        return {};
    }
  }
}
