import { destroyed, onlyStack, reviewOf, source, updated } from '../support';

const bucket = { bucket: 'a', force_destroy: false, tags: { team: 'edge' } };
const head = source('x-region-asia', { resource: { aws_s3_bucket: { a: bucket } } });
const drifted = (before: object, after: object) =>
  onlyStack(
    reviewOf([], {
      head,
      more: { resource_drift: [updated('aws_s3_bucket.a', { ...before }, { ...after })] },
    }),
  ).drift;

test('what somebody has changed of what the stack asks for is drift', () => {
  const [found] = drifted(bucket, { ...bucket, tags: { team: 'walkers' } });
  expect(found?.attributes).toEqual([{ path: 'tags.team', before: 'edge', after: 'walkers' }]);
});

test.each([
  ['another resource has set', { policy: '' }, { policy: '{"Statement":[]}' }],
  ['another resource sets anew', { policy: '{}' }, { policy: '{"Statement":[]}' }],
  ['AWS has chosen', { lifecycle_rule: [] }, { lifecycle_rule: [{ id: 'expire', enabled: true }] }],
  ['was not set and is set to nothing', { force_destroy: null }, { force_destroy: false }],
  ['is the same', {}, {}],
])('what %s is none', (_, before, after) => {
  expect(drifted({ ...bucket, ...before }, { ...bucket, ...after })).toEqual([]);
});

test('what is kept and deleted is drift, whatever the stack asks for', () => {
  const { drift } = onlyStack(
    reviewOf([], {
      head,
      more: { resource_drift: [destroyed('aws_s3_bucket.b'), destroyed('aws_route.a')] },
    }),
  );
  expect(drift.map(({ address, action }) => [address, action])).toEqual([['aws_s3_bucket.b', 'destroy']]);
});
