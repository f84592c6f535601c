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
  readonly cidrBlock: string;
  /** Tables that get a route to the other end; `PEERED_ROUTE_TABLES` of them. */
  readonly routeTableIds: string[];
}

export interface PeeringProps {
  readonly name: string;
  readonly requester: PeeringEnd;
  readonly accepter: PeeringEnd & {
    readonly awsRegion: string;
    /** Provider of the accepter's AWS region. */
    readonly provider: TerraformProvider;
  };
}

/** Two VPCs in different AWS regions that reach each other and resolve each other's private names. */
export class Peering extends Construct {
  constructor(scope: Construct, id: string, { name, requester, accepter }: PeeringProps) {
    super(scope, id);
    const { provider } = accepter;

    const request = new VpcPeeringConnection(this, 'request', {
      vpcId: requester.vpcId,
      peerVpcId: accepter.vpcId,
      peerRegion: accepter.awsRegion,
      tags: { Name: name },
    });
    const accepted = new VpcPeeringConnectionAccepterA(this, 'acceptance', {
      vpcPeeringConnectionId: request.id,
      autoAccept: true,
      tags: { Name: name },
      provider,
    });
    // The attribute of the acceptance makes whatever uses it wait until the connection is active.
    const vpcPeeringConnectionId = accepted.id;
    new VpcPeeringConnectionOptions(this, 'requester-options', {
      vpcPeeringConnectionId,
      requester: { allowRemoteVpcDnsResolution: true },
    });
    new VpcPeeringConnectionOptions(this, 'accepter-options', {
      vpcPeeringConnectionId,
      accepter: { allowRemoteVpcDnsResolution: true },
      provider,
    });

    for (let index = 0; index < PEERED_ROUTE_TABLES; index += 1) {
      new Route(this, `requester-route-${index}`, {
        routeTableId: Fn.element(requester.routeTableIds, index),
        destinationCidrBlock: accepter.cidrBlock,
        vpcPeeringConnectionId,
      });
      new Route(this, `accepter-route-${index}`, {
        routeTableId: Fn.element(accepter.routeTableIds, index),
        destinationCidrBlock: requester.cidrBlock,
        vpcPeeringConnectionId,
        provider,
      });
    }
  }
}
