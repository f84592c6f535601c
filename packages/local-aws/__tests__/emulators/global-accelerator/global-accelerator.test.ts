import { GlobalAccelerator } from '../../../emulators/global-accelerator';
import { data, request } from '../request';

let accelerator: GlobalAccelerator;
beforeEach(() => {
  accelerator = new GlobalAccelerator();
});

function call(action: string, input: object = {}): Record<string, unknown> {
  return data(
    accelerator.handle(
      request('POST', '/', { service: 'globalaccelerator', action, body: JSON.stringify(input) }),
    ),
  );
}

const tags = [{ Key: 'Team', Value: 'edge' }];
const ports = (from: number, to = from) => [{ FromPort: from, ToPort: to }];

function createdAccelerator(): string {
  return (call('CreateAccelerator', { Name: 'demo', Tags: tags }).Accelerator as { AcceleratorArn: string })
    .AcceleratorArn;
}

function createdListener(AcceleratorArn: string, from = 443): string {
  const input = { AcceleratorArn, Protocol: 'TCP', PortRanges: ports(from) };
  return (call('CreateListener', input).Listener as { ListenerArn: string }).ListenerArn;
}

test('an accelerator is deployed with two addresses, tags and flow logs', () => {
  const AcceleratorArn = createdAccelerator();

  expect(call('DescribeAccelerator', { AcceleratorArn }).Accelerator).toMatchObject({
    Name: 'demo',
    Status: 'DEPLOYED',
    Enabled: true,
    IpSets: [{ IpAddresses: ['198.51.100.1', '198.51.100.2'] }],
  });
  expect(call('ListTagsForResource', { ResourceArn: AcceleratorArn }).Tags).toEqual(tags);
  call('UpdateAcceleratorAttributes', { AcceleratorArn, FlowLogsEnabled: true, FlowLogsS3Bucket: 'logs' });
  expect(call('DescribeAcceleratorAttributes', { AcceleratorArn }).AcceleratorAttributes).toEqual({
    FlowLogsEnabled: true,
    FlowLogsS3Bucket: 'logs',
  });
});

test('an endpoint group keeps its endpoints and AWS’s defaults', () => {
  const ListenerArn = createdListener(createdAccelerator());
  const EndpointConfigurations = [{ EndpointId: 'eipalloc-1', ClientIPPreservationEnabled: false }];

  const { EndpointGroup } = call('CreateEndpointGroup', {
    ListenerArn,
    EndpointGroupRegion: 'eu-central-1',
    EndpointConfigurations,
  });

  expect(EndpointGroup).toMatchObject({
    TrafficDialPercentage: 100,
    HealthCheckPort: 443,
    ThresholdCount: 3,
    EndpointDescriptions: [{ EndpointId: 'eipalloc-1', Weight: 128, HealthState: 'HEALTHY' }],
  });
  const group = { ListenerArn, EndpointGroupRegion: 'eu-central-1' };
  expect(call('CreateEndpointGroup', group).__type).toBe('EndpointGroupAlreadyExistsException');
});

test('deletion goes from the inside to the outside', () => {
  const AcceleratorArn = createdAccelerator();
  const ListenerArn = createdListener(AcceleratorArn);
  expect(call('DeleteAccelerator', { AcceleratorArn }).__type).toBe('AssociatedListenerFoundException');
  call('DeleteListener', { ListenerArn });
  expect(call('DeleteAccelerator', { AcceleratorArn }).__type).toBe('AcceleratorNotDisabledException');
  call('UpdateAccelerator', { AcceleratorArn, Enabled: false });
  call('DeleteAccelerator', { AcceleratorArn });
  expect(call('DescribeAccelerator', { AcceleratorArn }).__type).toBe('AcceleratorNotFoundException');
});

test('what AWS refuses is refused', () => {
  const AcceleratorArn = createdAccelerator();
  createdListener(AcceleratorArn, 443);
  const listener = { AcceleratorArn, Protocol: 'TCP', PortRanges: ports(400, 500) };
  expect(call('CreateListener', listener).__type).toBe('InvalidPortRangeException');
  expect(call('CreateListener', { ...listener, AcceleratorArn: 'arn:x' }).__type).toBe(
    'AcceleratorNotFoundException',
  );
  expect(call('UpdateAcceleratorAttributes', { AcceleratorArn, FlowLogsEnabled: true }).__type).toBe(
    'InvalidArgumentException',
  );
  expect(call('CreateCustomRoutingAccelerator').__type).toBe('NotImplemented');
});

test('resources of other accounts are none', () => {
  expect(call('ListCrossAccountResources').CrossAccountResources).toEqual([]);
});
