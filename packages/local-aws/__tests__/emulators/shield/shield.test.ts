import { Shield } from '../../../emulators/shield';
import { data, request } from '../request';

let shield: Shield;
beforeEach(() => {
  shield = new Shield();
});

function call(action: string, input: object = {}): Record<string, unknown> {
  return data(
    shield.handle(request('POST', '/', { service: 'shield', action, body: JSON.stringify(input) })),
  );
}

const DISTRIBUTION = 'arn:aws:cloudfront::123456789012:distribution/E1';

test('a protection needs the subscription', () => {
  expect(call('CreateProtection', { Name: 'd', ResourceArn: DISTRIBUTION }).__type).toBe(
    'ResourceNotFoundException',
  );
  expect(call('GetSubscriptionState').SubscriptionState).toBe('INACTIVE');
  expect(call('DescribeSubscription').__type).toBe('ResourceNotFoundException');
});

test('a subscription lasts a year, renewed or not', () => {
  call('CreateSubscription');
  call('UpdateSubscription', { AutoRenew: 'DISABLED' });

  expect(call('DescribeSubscription').Subscription).toMatchObject({
    AutoRenew: 'DISABLED',
    TimeCommitmentInSeconds: 31_536_000,
  });
  expect(call('DeleteSubscription').__type).toBe('LockedSubscriptionException');
});

test.each([
  DISTRIBUTION,
  'arn:aws:globalaccelerator::123456789012:accelerator/1234-abcd',
  'arn:aws:route53:::hostedzone/Z123',
  'arn:aws:ec2:eu-central-1:123456789012:eip-allocation/eipalloc-0a1b',
  'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/name/0123456789abcdef',
])('%s can be protected, once', (ResourceArn) => {
  call('CreateSubscription');
  const { ProtectionId } = call('CreateProtection', {
    Name: 'p',
    ResourceArn,
    Tags: [{ Key: 'a', Value: 'b' }],
  });

  const protection = call('DescribeProtection', { ProtectionId }).Protection as { ProtectionArn: string };

  expect(protection).toMatchObject({ Name: 'p', ResourceArn });
  expect(call('ListTagsForResource', { ResourceARN: protection.ProtectionArn }).Tags).toEqual([
    { Key: 'a', Value: 'b' },
  ]);
  expect(call('CreateProtection', { Name: 'q', ResourceArn }).__type).toBe('ResourceAlreadyExistsException');
  call('DeleteProtection', { ProtectionId });
  expect(call('DescribeProtection', { ProtectionId }).__type).toBe('ResourceNotFoundException');
});

test('a Network Load Balancer is protected through its addresses, not itself', () => {
  call('CreateSubscription');
  const ResourceArn =
    'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/name/0123456789abcdef';
  expect(call('CreateProtection', { Name: 'p', ResourceArn }).__type).toBe('InvalidResourceException');
});

test('health checks are associated with a protection', () => {
  call('CreateSubscription');
  const { ProtectionId } = call('CreateProtection', { Name: 'p', ResourceArn: DISTRIBUTION });
  const check = { ProtectionId, HealthCheckArn: 'arn:aws:route53:::healthcheck/abc' };

  call('AssociateHealthCheck', check);

  expect(call('DescribeProtection', { ProtectionId }).Protection).toMatchObject({ HealthCheckIds: ['abc'] });
  call('DisassociateHealthCheck', check);
  expect(call('DescribeProtection', { ProtectionId }).Protection).toMatchObject({ HealthCheckIds: [] });
});
