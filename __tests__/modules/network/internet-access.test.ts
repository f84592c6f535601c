import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { InternetAccess, type InternetAccessProps } from '../../../modules/network/internet-access';
import { Synthesized } from '../../support/synthesize';

const synthesize = (natGateways: InternetAccessProps['natGateways']) =>
  Synthesized.module((scope) => {
    new InternetAccess(scope, 'internet', {
      name: 'demo-europe',
      vpcId: 'vpc-1',
      publicSubnetIds: ['public-1', 'public-2'],
      publicRouteTableId: 'rtb-public',
      privateRouteTableIds: ['rtb-1', 'rtb-2'],
      natGateways,
    });
  });
const perZone = synthesize('per-zone');

describe('InternetAccess', () => {
  it('leads the public route table through the internet gateway', () => {
    const routes = perZone.all(Route).filter(({ gateway_id }) => gateway_id !== undefined);

    expect(perZone.only(InternetGateway).vpc_id).toBe('vpc-1');
    expect(routes).toMatchObject([{ route_table_id: 'rtb-public', destination_cidr_block: '0.0.0.0/0' }]);
  });

  it('stands in every public subnet, or in the first only', () => {
    const subnets = (synthesized: Synthesized) =>
      synthesized.all(NatGateway).map(({ subnet_id }) => subnet_id);

    expect(subnets(perZone)).toEqual(['public-1', 'public-2']);
    expect(subnets(synthesize('single'))).toEqual(['public-1']);
  });

  it('moves routes to the NAT gateways that stay before others are deleted', () => {
    for (const { lifecycle } of perZone.each(NatGateway)) {
      expect(lifecycle).toEqual({ create_before_destroy: true });
    }
  });

  it('makes NAT gateways after the internet gateway, without which AWS refuses them', () => {
    for (const { depends_on } of perZone.each(NatGateway)) {
      expect(depends_on).toEqual([expect.stringMatching(/^aws_internet_gateway\./)]);
    }
  });

  it('never leads a private route table straight out', () => {
    const tables = perZone.all(Route).filter(({ route_table_id }) => route_table_id !== 'rtb-public');

    expect(tables).toHaveLength(2);
    for (const route of tables) expect(route).not.toHaveProperty('gateway_id');
  });
});
