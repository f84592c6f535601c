import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route } from '@cdktf/provider-aws/lib/route';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { VpcPeeringConnectionAccepterA } from '@cdktf/provider-aws/lib/vpc-peering-connection-accepter';
import { VpcPeeringConnectionOptions } from '@cdktf/provider-aws/lib/vpc-peering-connection-options';
import { PEERED_ROUTE_TABLES } from '../../../modules/network/network';
import { Peering } from '../../../modules/network/peering';
import { Synthesized } from '../../support/synthesize';

const tables = (prefix: string) =>
  Array.from({ length: PEERED_ROUTE_TABLES }, (_, index) => `${prefix}-${index}`);
const synthesized = Synthesized.module((scope) => {
  new Peering(scope, 'peering', {
    name: 'europe-asia',
    requester: {
      vpcId: 'vpc-europe',
      cidrBlock: '10.20.0.0/16',
      routeTableIds: tables('europe'),
      awsRegion: 'eu-central-1',
      provider: new AwsProvider(scope, 'europe', { region: 'eu-central-1', alias: 'europe' }),
    },
    accepter: {
      vpcId: 'vpc-asia',
      cidrBlock: '10.10.0.0/16',
      routeTableIds: tables('asia'),
      awsRegion: 'ap-southeast-1',
      provider: new AwsProvider(scope, 'asia', { region: 'ap-southeast-1', alias: 'asia' }),
    },
  });
});

describe('Peering', () => {
  it('is asked for in one region and accepted in the other', () => {
    expect(synthesized.only(VpcPeeringConnection)).toMatchObject({
      vpc_id: 'vpc-europe',
      peer_vpc_id: 'vpc-asia',
      peer_region: 'ap-southeast-1',
      provider: 'aws.europe',
    });
    expect(synthesized.only(VpcPeeringConnectionAccepterA)).toMatchObject({
      auto_accept: true,
      provider: 'aws.asia',
    });
  });

  it('leads from every private route table of either end to the other', () => {
    const routes = synthesized.all(Route);
    const here = routes.filter(({ provider }) => provider === 'aws.europe');
    const there = routes.filter(({ provider }) => provider === 'aws.asia');

    expect(here.map(({ destination_cidr_block }) => destination_cidr_block)).toEqual(
      Array(PEERED_ROUTE_TABLES).fill('10.10.0.0/16'),
    );
    expect(there.map(({ destination_cidr_block }) => destination_cidr_block)).toEqual(
      Array(PEERED_ROUTE_TABLES).fill('10.20.0.0/16'),
    );
  });

  it('resolves private names on both ends, once the peering is active', () => {
    const [accepter, requester] = synthesized.all(VpcPeeringConnectionOptions);

    expect(requester).toMatchObject({
      requester: { allow_remote_vpc_dns_resolution: true },
      provider: 'aws.europe',
    });
    expect(accepter).toMatchObject({
      accepter: { allow_remote_vpc_dns_resolution: true },
      provider: 'aws.asia',
    });
    expect(requester?.vpc_peering_connection_id).toContain('aws_vpc_peering_connection_accepter.');
  });
});
