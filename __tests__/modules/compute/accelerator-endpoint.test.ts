import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { AcceleratorEndpoint } from '../../../modules/compute/accelerator-endpoint';
import { Synthesized } from '../../support/synthesize';

const group = Synthesized.module(
  (scope) => {
    new AcceleratorEndpoint(scope, 'endpoint', {
      listenerArn: 'arn:listener',
      loadBalancerArn: 'arn:balancer',
    });
  },
  { awsRegion: 'eu-central-1' },
).only(GlobalacceleratorEndpointGroup);

describe('AcceleratorEndpoint', () => {
  it('puts one load balancer behind the listener, in its own region', () => {
    expect(group).toMatchObject({ listener_arn: 'arn:listener', endpoint_group_region: 'eu-central-1' });
    expect(group.endpoint_configuration).toHaveLength(1);
    expect(group.endpoint_configuration[0].endpoint_id).toBe('arn:balancer');
  });

  it("keeps the viewer's address", () => {
    expect(group.endpoint_configuration[0].client_ip_preservation_enabled).toBe(true);
  });

  it("adds no health check to the load balancer's own", () => {
    expect(Object.keys(group).filter((key) => key.startsWith('health_check'))).toEqual([]);
  });
});
