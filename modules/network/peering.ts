import { Route } from '@cdktf/provider-aws/lib/route';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { VpcPeeringConnectionAccepterA } from '@cdktf/provider-aws/lib/vpc-peering-connection-accepter';
import { VpcPeeringConnectionOptions } from '@cdktf/provider-aws/lib/vpc-peering-connection-options';
import { Fn, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { PEERED_ROUTE_TABLES } from './network';

/** One end of a peering. */
export interface PeeringEnd {
  readonly vpcId: string;
  readonly awsRegion: string;
  /** Provider of the AWS region. @default - the stack's own */
  readonly provider?: TerraformProvider | undefined;
  readonly cidrBlock: string;
  /** Tables that get a route to the other end; `PEERED_ROUTE_TABLES` of them. */
  readonly routeTableIds: string[];
}

export interface PeeringProps {
  readonly name: string;
  readonly requester: PeeringEnd;
  readonly accepter: PeeringEnd;
}

/** Two VPCs in different AWS regions that reach each other and resolve each other's private names. */
export class Peering extends Construct {
  constructor(scope: Construct, id: string, { name, requester, accepter }: PeeringProps) {
    super(scope, id);
    const here = { provider: requester.provider };
    const there = { provider: accepter.provider };

    const request = new VpcPeeringConnection(this, 'request', {
      vpcId: requester.vpcId,
      peerVpcId: accepter.vpcId,
      peerRegion: accepter.awsRegion,
      tags: { Name: name },
      ...here,
    });
    const accepted = new VpcPeeringConnectionAccepterA(this, 'acceptance', {
      vpcPeeringConnectionId: request.id,
      autoAccept: true,
      tags: { Name: name },
      ...there,
    });
    // The attribute of the acceptance makes whatever uses it wait until the connection is active.
    const vpcPeeringConnectionId = accepted.id;
    new VpcPeeringConnectionOptions(this, 'requester-options', {
      vpcPeeringConnectionId,
      requester: { allowRemoteVpcDnsResolution: true },
      ...here,
    });
    new VpcPeeringConnectionOptions(this, 'accepter-options', {
      vpcPeeringConnectionId,
      accepter: { allowRemoteVpcDnsResolution: true },
      ...there,
    });

    for (let index = 0; index < PEERED_ROUTE_TABLES; index += 1) {
      new Route(this, `requester-route-${index}`, {
        routeTableId: Fn.element(requester.routeTableIds, index),
        destinationCidrBlock: accepter.cidrBlock,
        vpcPeeringConnectionId,
        ...here,
      });
      new Route(this, `accepter-route-${index}`, {
        routeTableId: Fn.element(accepter.routeTableIds, index),
        destinationCidrBlock: requester.cidrBlock,
        vpcPeeringConnectionId,
        ...there,
      });
    }
  }
}
