import { judge } from '../../review/gates/judge';
import { render } from '../../review/report';
import { edgeChanges, edgeRows } from './gates/truth/edge-functions';

test.each([
  [
    'update',
    "the new version of router is copied to CloudFront's regional edge caches (13 in 2024), which takes some minutes; until then viewers meet the one before",
  ],
  ['attach', "router is copied to CloudFront's regional edge caches (13 in 2024), which takes some minutes"],
  [
    'detach',
    'no distribution runs router any more: its replicas go within some hours, and AWS refuses to delete it until then',
  ],
  [
    'alone',
    'where a distribution ran router within the last hours, AWS refuses to delete it until its replicas are gone',
  ],
] as const)('%s: it is said what becomes of the replicas', (change, sentence) => {
  expect(edgeChanges[change].edgeFunctions?.map(({ says }) => says)).toEqual([sentence]);
  expect(render(judge(edgeChanges[change], [], new Date('2026-01-01')), 'html')).toContain('router');
});

test.each(['same', 'unpublished'] as const)('%s: nothing is said', (change) => {
  expect(edgeChanges[change].edgeFunctions).toBeUndefined();
});

test('a refusal says what to do instead', () => {
  const [, review] = edgeRows.find(([what]) => what === 'a function goes with its association') ?? [];
  if (review === undefined) throw new Error('expected the row, got none');
  const [finding] = judge(review, [], new Date('2026-01-01')).findings;
  expect(finding?.sentence).toBe(
    '"x-global" destroys aws_lambda_function.router, in the same apply in which aws_cloudfront_distribution.site of "x-global" stops running it: its replicas stay for some hours, AWS refuses to delete it until then, and the apply fails halfway. Leave the function there, and destroy it some hours later.',
  );
});
