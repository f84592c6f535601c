import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { openPort, tcp } from '../network/open-port';

export interface AcceleratorSecurityGroupProps {
  /** Start of the name, such as `demo-asia`. */
  readonly name: string;
  readonly vpcId: string;
  readonly instanceSecurityGroupId: string;
  /** Port that instances serve on. */
  readonly servicePort: number;
}

/**
 * Who may talk to whom on the accelerator's way: clients → its load balancer → instances.
 *
 * The accelerator keeps the clients' addresses, which nobody knows beforehand, so HTTPS is open to all of them. AWS's own
 * group for the accelerator's interfaces comes into being with the first endpoint, too late to be named here.
 */
export class AcceleratorSecurityGroup extends Construct {
  public readonly id: string;

  constructor(scope: Construct, id: string, props: AcceleratorSecurityGroupProps) {
    super(scope, id);
    const { instanceSecurityGroupId, servicePort } = props;
    const name = `${props.name}-from-accelerator`;
    this.id = new SecurityGroup(this, 'group', {
      vpcId: props.vpcId,
      namePrefix: `${name}-`,
      description: 'Load balancer behind the accelerator',
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    }).id;
    new VpcSecurityGroupIngressRule(this, 'clients', {
      securityGroupId: this.id,
      description: 'Clients of the accelerator, by their own addresses',
      cidrIpv4: '0.0.0.0/0',
      ...tcp(443),
    });
    openPort(this, 'to-instances', {
      description: 'accelerator-to-instances',
      fromGroupId: this.id,
      toGroupId: instanceSecurityGroupId,
      port: servicePort,
    });
  }
}
