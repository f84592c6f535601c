import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface SubnetTierProps {
  /** Name of the network and the tier, such as `demo-asia-private`. */
  readonly name: string;
  readonly vpcId: string;
  /** Address range of the VPC. */
  readonly cidrBlock: string;
  /** Zones, one subnet in each. */
  readonly availabilityZones: readonly string[];
  /** Bits by which a subnet's range is smaller than the VPC's. */
  readonly newBits: number;
  /** Number of the first range among the ranges of that size; the others follow it. */
  readonly firstRange: number;
  /** One route table for all, or one per zone in the order of the zones. */
  readonly routeTableIds: readonly string[];
}

/** One subnet per zone for things that are reached the same way; nothing in them gets a public address by itself. */
export class SubnetTier extends Construct {
  public readonly subnetIds: string[];

  constructor(scope: Construct, id: string, props: SubnetTierProps) {
    super(scope, id);
    const { name, vpcId, cidrBlock, availabilityZones, newBits, firstRange, routeTableIds } = props;

    this.subnetIds = availabilityZones.map((availabilityZone, index) => {
      const subnet = new Subnet(this, `zone-${index}`, {
        vpcId,
        availabilityZone,
        cidrBlock: Fn.cidrsubnet(cidrBlock, newBits, firstRange + index),
        mapPublicIpOnLaunch: false,
        tags: { Name: `${name}-${index}` },
        // A zone that AWS opens later may sort before these; subnets in use must not move for it.
        lifecycle: {
          ignoreChanges: ['availability_zone'],
          preventDestroy: surroundings(this).deletionProtection,
        },
      });
      new RouteTableAssociation(this, `zone-${index}-routes`, {
        subnetId: subnet.id,
        routeTableId: routeTableIds[index % routeTableIds.length] ?? '',
      });
      return subnet.id;
    });
  }
}
