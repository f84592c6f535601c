import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { Fn, Op } from 'cdktf';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface AcceleratorEndpointProps {
  readonly listenerArn: string;
  /** Stack that makes the listener, for the message where there is none yet. */
  readonly madeBy: string;
  readonly loadBalancerArn: string;
}

/** Puts a load balancer behind the anycast addresses of an accelerator, which follows the load balancer's own health. */
export class AcceleratorEndpoint extends Construct {
  constructor(scope: Construct, id: string, props: AcceleratorEndpointProps) {
    super(scope, id);
    const { listenerArn, loadBalancerArn, madeBy } = props;
    new GlobalacceleratorEndpointGroup(this, 'endpoint-group', {
      listenerArn,
      endpointGroupRegion: surroundings(this).awsRegion,
      endpointConfiguration: [
        { endpointId: loadBalancerArn, weight: 128, clientIpPreservationEnabled: true },
      ],
      lifecycle: {
        precondition: [
          {
            condition: Op.gte(Fn.lengthOf(listenerArn), 1),
            errorMessage: `The accelerator is not there yet: apply "${madeBy}" first.`,
          },
        ],
      },
    });
  }
}
