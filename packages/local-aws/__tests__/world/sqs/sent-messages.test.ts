import { type SentMessage, sentMessages } from '../../../world/sqs/sent-messages';

function seen(action: string, body: unknown): SentMessage[] {
  const messages: SentMessage[] = [];
  const answer = sentMessages((message) => messages.push(message)).handle({
    service: 'sqs',
    region: 'eu-central-1',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    action,
  });
  // moto has the queue.
  expect(answer).toBeUndefined();
  return messages;
}

const QueueUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/misses';
const queueArn = 'arn:aws:sqs:eu-central-1:123456789012:misses';

test('a message is seen with its queue', () => {
  expect(seen('SendMessage', { QueueUrl, MessageBody: 'hello' })).toEqual([{ queueArn, body: 'hello' }]);
});

test.each([
  ['ReceiveMessage', { QueueUrl }],
  ['SendMessage', 'no JSON'],
  ['SendMessage', {}],
])('%s with %j is no message that was sent', (action, body) => {
  expect(seen(action, body)).toEqual([]);
});
