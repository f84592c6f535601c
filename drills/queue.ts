import { askJson } from 'local-aws/world/aws-api';
import { queueUrl } from 'local-aws/world/sqs/queues';
import type { DrillWorld } from './world';

/** Hides what was looked at, so that the next look sees what is behind it. */
const HIDDEN_SECONDS = 30;

export async function sendMessage(world: DrillWorld, queueArn: string, MessageBody: string): Promise<void> {
  await call(world, queueArn, 'SendMessage', { MessageBody });
}

/** Takes a message off a queue, if it is among the next ten; others stay. True where it was there. */
export async function takeMessage(world: DrillWorld, queueArn: string, body: string): Promise<boolean> {
  const request = { MaxNumberOfMessages: 10, VisibilityTimeout: HIDDEN_SECONDS };
  const answer = await call<{ Messages?: readonly { Body: string; ReceiptHandle: string }[] }>(
    world,
    queueArn,
    'ReceiveMessage',
    request,
  );
  const found = answer?.Messages?.find((message) => message.Body === body);
  if (found === undefined) return false;
  await call(world, queueArn, 'DeleteMessage', { ReceiptHandle: found.ReceiptHandle });
  return true;
}

function call<T>(
  world: DrillWorld,
  queueArn: string,
  action: string,
  request: object,
): Promise<T | undefined> {
  return askJson<T>((asked) => world.aws(asked), {
    service: 'sqs',
    region: queueArn.split(':')[3] ?? '',
    path: '/',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
    body: JSON.stringify({ QueueUrl: queueUrl({ queueArn }), ...request }),
  });
}
