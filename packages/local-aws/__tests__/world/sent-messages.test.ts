import { type SentMessage, sentMessages } from '../../world/sent-messages';

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

test('a message is seen with its queue and the object that it is about', () => {
  const MessageBody = JSON.stringify({ version: 1, key: 'images/a.png' });
  expect(seen('SendMessage', { QueueUrl, MessageBody })).toEqual([{ queueArn, key: 'images/a.png' }]);
});

test.each(['no JSON', '"text"', '{"key": 1}'])('the message %s is about no object', (MessageBody) => {
  expect(seen('SendMessage', { QueueUrl, MessageBody })).toEqual([{ queueArn }]);
});

test.each([
  ['ReceiveMessage', { QueueUrl }],
  ['SendMessage', 'no JSON'],
  ['SendMessage', {}],
])('%s with %j is no message that was sent', (action, body) => {
  expect(seen(action, body)).toEqual([]);
});
