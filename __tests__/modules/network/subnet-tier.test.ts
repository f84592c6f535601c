import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { SubnetTier, type SubnetTierProps } from '../../../modules/network/subnet-tier';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<SubnetTierProps> = {}) =>
  Synthesized.module((scope) => {
    new SubnetTier(scope, 'tier', {
      name: 'demo-europe-private',
      vpcId: 'vpc-1',
      cidrBlock: '10.20.0.0/16',
      availabilityZones: ['eu-central-1a', 'eu-central-1b'],
      newBits: 4,
      firstRange: 8,
      routeTableIds: ['rtb-1', 'rtb-2'],
      ...props,
    });
  });
const routeTables = (synthesized: Synthesized) =>
  synthesized.all(RouteTableAssociation).map(({ route_table_id }) => route_table_id);

describe('SubnetTier', () => {
  it('has one subnet per zone, in ranges that follow each other', () => {
    expect(
      synthesize()
        .all(Subnet)
        .map(({ availability_zone, cidr_block }) => [availability_zone, cidr_block]),
    ).toEqual([
      ['eu-central-1a', '${cidrsubnet("10.20.0.0/16", 4, 8)}'],
      ['eu-central-1b', '${cidrsubnet("10.20.0.0/16", 4, 9)}'],
    ]);
  });

  it('gives each zone its own route table, or all of them one', () => {
    expect(routeTables(synthesize())).toEqual(['rtb-1', 'rtb-2']);
    expect(routeTables(synthesize({ routeTableIds: ['rtb-all'] }))).toEqual(['rtb-all', 'rtb-all']);
  });

  it('is nothing without zones', () => {
    expect(synthesize({ availabilityZones: [] }).all(Subnet)).toEqual([]);
  });
});
