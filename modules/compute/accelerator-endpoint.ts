import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface AcceleratorEndpointProps {
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
}

/** Puts a load balancer behind the anycast addresses of an accelerator, which follows the load balancer's own health. */
export class AcceleratorEndpoint extends Construct {
  constructor(scope: Construct, id: string, { listenerArn, loadBalancerArn }: AcceleratorEndpointProps) {
    super(scope, id);
    new GlobalacceleratorEndpointGroup(this, 'endpoint-group', {
      listenerArn,
      endpointGroupRegion: surroundings(this).awsRegion,
      endpointConfiguration: [
        { endpointId: loadBalancerArn, weight: 128, clientIpPreservationEnabled: true },
      ],
    });
  }
}
