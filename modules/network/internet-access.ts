import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { Construct } from 'constructs';

export interface InternetAccessProps {
  readonly name: string;
  readonly vpcId: string;
  /** Subnets that NAT gateways stand in. */
  readonly publicSubnetIds: readonly string[];
  readonly publicRouteTableId: string;
  /** Route tables that leave through a NAT gateway, one per zone. */
  readonly privateRouteTableIds: readonly string[];
  /** `per-zone` survives the loss of a zone; `single` costs a third. */
  readonly natGateways: 'per-zone' | 'single';
}

const ANYWHERE = '0.0.0.0/0';

/** The way in and out for public subnets, and the way out for private ones. */
export class InternetAccess extends Construct {
  /** The VPC's id, known once it has its gateway: before that, AWS makes no load balancer with a public address in it. */
  public readonly vpcId: string;

  constructor(scope: Construct, id: string, props: InternetAccessProps) {
    super(scope, id);
    const { name, vpcId, publicRouteTableId, privateRouteTableIds } = props;

    const gateway = new InternetGateway(this, 'gateway', { vpcId, tags: { Name: name } });
    new Route(this, 'public-route', {
      routeTableId: publicRouteTableId,
      destinationCidrBlock: ANYWHERE,
      gatewayId: gateway.id,
    });

    const natSubnetIds =
      props.natGateways === 'single' ? props.publicSubnetIds.slice(0, 1) : props.publicSubnetIds;
    const natGatewayIds = natSubnetIds.map((subnetId, index) => {
      const tags = { Name: `${name}-${index}` };
      const address = new Eip(this, `address-${index}`, { domain: 'vpc', tags });
      return new NatGateway(this, `nat-${index}`, {
        allocationId: address.id,
        subnetId,
        tags,
        dependsOn: [gateway],
        // Where fewer are asked for, routes move to those that stay before the others are deleted.
        lifecycle: { createBeforeDestroy: true },
      }).id;
    });
    privateRouteTableIds.forEach((routeTableId, index) => {
      new Route(this, `private-route-${index}`, {
        routeTableId,
        destinationCidrBlock: ANYWHERE,
        natGatewayId: natGatewayIds[index % natGatewayIds.length],
      });
    });
    this.vpcId = gateway.vpcId;
  }
}
