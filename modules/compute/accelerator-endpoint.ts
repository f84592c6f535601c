import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { Construct } from 'constructs';

export interface AcceleratorEndpointProps {
  readonly listenerArn: string;
  readonly awsRegion: string;
  readonly loadBalancerArn: string;
}

/** Puts a load balancer behind the anycast addresses of an accelerator, which follows the load balancer's own health. */
export class AcceleratorEndpoint extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { listenerArn, awsRegion, loadBalancerArn }: AcceleratorEndpointProps,
  ) {
    super(scope, id);
    new GlobalacceleratorEndpointGroup(this, 'endpoint-group', {
      listenerArn,
      endpointGroupRegion: awsRegion,
      endpointConfiguration: [
        { endpointId: loadBalancerArn, weight: 128, clientIpPreservationEnabled: true },
      ],
    });
  }
}
