import { analyse } from '../../../review/analysis/analyse';
import { costsInWords, dollars } from '../../../review/costs/words';
import { judge } from '../../../review/gates/judge';
import type { ResourceChange } from '../../../review/plan-json';
import { formats, render } from '../../../review/report';
import { changed, context, created, destroyed, plan, planned, replaced, source, updated } from '../support';

const fleet = source('x-region-asia', {
  resource: {
    aws_autoscaling_group: { fleet: { launch_template: { id: '${aws_launch_template.host.id}' } } },
  },
});
const reviewOf = (...changes: ResourceChange[]) => analyse([planned(fleet, plan(changes))], context([fleet]));
const monthlyOf = (...changes: ResourceChange[]) => reviewOf(...changes).costs?.monthly;
const template = (before: string, after: string) =>
  updated('aws_launch_template.host', { instance_type: before }, { instance_type: after });
const group = (count: number) => ({ desired_capacity: null, min_size: count });
const still = (count: number) =>
  changed('aws_autoscaling_group.fleet', { actions: ['no-op'], before: group(count), after: group(count) });

test('a gateway costs its hours, with the address that it has', () => {
  expect(monthlyOf(created('aws_nat_gateway.a', {}))).toBe(32.85);
  expect(monthlyOf(created('aws_nat_gateway.a', {}), created('aws_eip.a', {}))).toBe(36.5);
  expect(monthlyOf(destroyed('aws_nat_gateway.a', { id: 'nat-1' }))).toBe(-32.85);
});

test('a group costs what it runs of what its template says', () => {
  expect(monthlyOf(template('m7g.large', 'm7g.xlarge'), still(3))).toBe(178.7);
  const grows = updated('aws_autoscaling_group.fleet', group(2), group(3));
  const same = changed('aws_launch_template.host', {
    actions: ['no-op'],
    before: { instance_type: 'm7g.large' },
    after: { instance_type: 'm7g.large' },
  });
  expect(monthlyOf(grows, same)).toBe(59.57);
});

test('a group whose template is not there is not priced where it is made', () => {
  const { costs } = reviewOf(created('aws_autoscaling_group.fleet', group(3)));
  expect(costs).toMatchObject({
    monthly: 0,
    stacks: [{ unpriced: [{ type: 'aws_autoscaling_group', count: 1 }] }],
  });
});

test('zones of an endpoint that only the apply will tell are counted', () => {
  const endpoint = created(
    'aws_vpc_endpoint.a',
    { vpc_endpoint_type: 'Interface' },
    { after_unknown: { subnet_ids: [true, true, true] } },
  );
  expect(monthlyOf(endpoint)).toBe(21.9);
});

test('a replica of a secret and a rule of a firewall are counted', () => {
  expect(
    monthlyOf(updated('aws_secretsmanager_secret.a', { replica: [{}] }, { replica: [{}, {}, {}] })),
  ).toBe(0.8);
  expect(monthlyOf(updated('aws_wafv2_web_acl.a', { rule: [] }, { rule: [{}, {}] }))).toBe(2);
});

test('what is replaced costs what it did', () => {
  expect(monthlyOf(replaced('aws_kms_key.a', { a: 1 }, { a: 2 }))).toBeUndefined();
});

test('what is paid by use, or in no table, is listed, and what is free is not', () => {
  const { costs } = reviewOf(
    created('aws_cloudfront_distribution.a', {}),
    created('aws_sqs_queue.a', {}),
    created('aws_sqs_queue.b', {}),
    created('aws_iam_role.a', {}),
    updated('aws_s3_bucket.a', { a: 1 }, { a: 2 }),
  );
  expect(costs?.stacks[0]?.unpriced).toEqual([
    { type: 'aws_cloudfront_distribution', count: 1 },
    { type: 'aws_sqs_queue', count: 2 },
  ]);
  expect(costs && costsInWords(costs)).toEqual(['Not priced: 1 × cloudfront distribution, 2 × sqs queue.']);
});

test('a change that costs nothing says nothing of costs', () => {
  const review = reviewOf(created('aws_iam_role.a', {}), created('aws_route.a', {}));
  expect(review.costs).toBeUndefined();
  expect(render(judge(review, [], new Date('2026-01-01')), 'md')).not.toContain('Costs');
});

test('the words name the date and the region of the prices', () => {
  const { costs } = reviewOf(
    created('aws_shield_subscription.a', {}),
    destroyed('aws_kms_key.a', { id: 'k' }),
  );
  expect(costs && costsInWords(costs)).toEqual([
    'About +2,999 USD a month, by prices of us-east-1 of 2025-06-30; other regions differ.',
    'x-region-asia: +2,999 USD (shield subscription +3,000 USD, kms key −1.00 USD)',
  ]);
});

test.each([
  [99, ['G17']],
  [100, []],
])('with 99.28 dollars more and a warning from %d on', (costsToldFrom, gates) => {
  const review = reviewOf(
    created('aws_lb.a', { internal: true }),
    template('m7g.large', 'm7g.xlarge'),
    still(1),
  );
  const more = { ...review, costs: review.costs && { ...review.costs, monthly: 99.28 } };
  const { findings } = judge({ ...more, costsToldFrom }, [], new Date('2026-01-01'));
  expect(findings.map(({ gate }) => gate).filter((gate) => gate === 'G17')).toEqual(gates);
});

test.each(formats.filter((format) => format === 'md' || format === 'html'))(
  'a report as %s has a section',
  (format) => {
    const review = judge(reviewOf(created('aws_shield_subscription.a', {})), [], new Date('2026-01-01'));
    expect(render(review, format)).toContain('shield subscription +3,000 USD');
  },
);

test('dollars are rounded as a person would', () => {
  expect([0.4, 9.99, 32.85, -1825, 3000].map(dollars)).toEqual([
    '+0.40 USD',
    '+9.99 USD',
    '+33 USD',
    '−1,825 USD',
    '+3,000 USD',
  ]);
});
