import { queuesOf } from '../../cli/redrive';

const urls = (name: string) => ({
  europe: `https://sqs/${name}-europe`,
  america: `https://sqs/${name}-america`,
});
const queues = {
  missQueueUrls: urls('misses'),
  deadLetterQueueUrls: urls('misses-dead'),
  largeObjectQueueUrls: urls('large'),
  largeObjectDeadLetterQueueUrls: urls('large-dead'),
};

test('dead letters go back to the queue that they came from, in their region', () => {
  expect(queuesOf(queues, { region: 'europe', largeObjects: false })).toEqual({
    fromUrl: 'https://sqs/misses-dead-europe',
    toUrl: 'https://sqs/misses-europe',
  });
  expect(queuesOf(queues, { region: 'america', largeObjects: true })).toEqual({
    fromUrl: 'https://sqs/large-dead-america',
    toUrl: 'https://sqs/large-america',
  });
});

test.each([
  ['asia', '"asia"'],
  ['erope', '"erope" — did you mean "europe"?'],
  [undefined, 'nothing'],
])('of the region %s it is said which have a near bucket', (region, got) => {
  expect(() => queuesOf(queues, { region, largeObjects: false })).toThrow(
    `expected a region with a near bucket (europe, america), got ${got}`,
  );
});
