import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { Region } from '../../config/document';
import type { ContractValues } from '../../modules/contract/contract';
import { DatabaseAccess } from '../../modules/database/database-access';
import type { Network } from '../../modules/network/network';
import { Peering } from '../../modules/network/peering';
import type { regionContract } from './contract';

/** A region before this one in the document. */
export interface EarlierRegion {
  readonly region: Region;
  readonly contract: ContractValues<typeof regionContract>;
}

export interface RegionPeeringProps {
  /** Start of the names of the later region. */
  readonly name: string;
  readonly network: Network;
  readonly databaseSecurityGroupId: string;
  readonly earlier: EarlierRegion;
  /** Provider of the earlier region's AWS region. */
  readonly provider: TerraformProvider;
}

/**
 * The later of two regions owns all that lies between them, on both ends: the peering, the routes, and the way of
 * either one's instances to the database of the other, as any region may come to write.
 */
export function peerRegions(scope: Construct, props: RegionPeeringProps): void {
  const { name, network, databaseSecurityGroupId, provider } = props;
  const { region, contract } = props.earlier;

  new Peering(scope, `peering-${region.name}`, {
    name: `${name}-to-${region.name}`,
    requester: {
      vpcId: network.vpcId,
      cidrBlock: network.cidrBlock,
      routeTableIds: network.privateRouteTableIds,
    },
    accepter: {
      vpcId: contract.vpcId,
      cidrBlock: contract.vpcCidrBlock,
      routeTableIds: contract.privateRouteTableIds,
      awsRegion: region.awsRegion,
      provider,
    },
  });
  new DatabaseAccess(scope, `database-access-from-${region.name}`, {
    securityGroupId: databaseSecurityGroupId,
    description: `VPC of ${region.name}`,
    clientCidrBlock: contract.vpcCidrBlock,
  });
  new DatabaseAccess(scope, `database-access-to-${region.name}`, {
    securityGroupId: contract.databaseSecurityGroupId,
    description: `VPC of ${name}`,
    clientCidrBlock: network.cidrBlock,
    provider,
  });
}
