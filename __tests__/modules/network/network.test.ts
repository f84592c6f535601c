import { DefaultNetworkAcl } from '@cdktf/provider-aws/lib/default-network-acl';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { NetworkAcl } from '@cdktf/provider-aws/lib/network-acl';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Network, type NetworkProps, PEERED_ROUTE_TABLES } from '../../../modules/network/network';
import type { Surroundings } from '../../../modules/surroundings';
import { type Block, Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<NetworkProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    new Network(scope, 'network', {
      name: 'demo-asia',
      cidrBlock: '10.10.0.0/16',
      natGateways: 'per-zone',
      flowLogBucketName: 'demo-asia-logs',
      awsServices: ['logs', 'ecr.api'],
      ...props,
    });
  }, around);
const network = synthesize();
const name = (block: Block): string => block.tags?.Name ?? '';
const acl = (tier: string): Block =>
  network.all(NetworkAcl).find((block) => name(block) === `demo-asia-${tier}`) ?? {};
const admitsFromAnywhere = (tier: string, port: number) =>
  acl(tier).ingress.some(
    (rule: Block) =>
      rule.cidr_block === '0.0.0.0/0' &&
      rule.protocol === 'tcp' &&
      rule.from_port <= port &&
      port <= rule.to_port,
  );

describe('Network', () => {
  it('has public, private and data subnets in three zones, none of which gives out public addresses', () => {
    const subnets = network.all(Subnet);

    expect(subnets.map(({ cidr_block }) => cidr_block).sort()).toEqual([
      '${cidrsubnet("10.10.0.0/16", 2, 0)}',
      '${cidrsubnet("10.10.0.0/16", 2, 1)}',
      '${cidrsubnet("10.10.0.0/16", 2, 2)}',
      '${cidrsubnet("10.10.0.0/16", 4, 12)}',
      '${cidrsubnet("10.10.0.0/16", 4, 13)}',
      '${cidrsubnet("10.10.0.0/16", 4, 14)}',
      '${cidrsubnet("10.10.0.0/16", 6, 60)}',
      '${cidrsubnet("10.10.0.0/16", 6, 61)}',
      '${cidrsubnet("10.10.0.0/16", 6, 62)}',
    ]);
    expect(new Set(subnets.map(({ availability_zone }) => availability_zone)).size).toBe(3);
    expect(subnets.every(({ map_public_ip_on_launch }) => map_public_ip_on_launch === false)).toBe(true);
    expect(network.all(RouteTableAssociation)).toHaveLength(9);
  });

  it('keeps subnets where they are when AWS opens a zone', () => {
    expect(
      network.each(Subnet).every(({ lifecycle }) => lifecycle.ignore_changes.includes('availability_zone')),
    ).toBe(true);
  });

  it('resolves names of its own and of endpoints', () => {
    expect(network.only(Vpc)).toMatchObject({ enable_dns_support: true, enable_dns_hostnames: true });
  });

  it('leaves through a gateway of its own in each zone', () => {
    expect(network.all(NatGateway)).toHaveLength(3);
    expect(network.all(Eip)).toHaveLength(3);
    expect(new Set(natRoutes(network)).size).toBe(3);
  });

  it('leaves through one gateway where costs matter more than a zone', () => {
    const single = synthesize({ natGateways: 'single' });

    expect(single.all(NatGateway)).toHaveLength(1);
    expect(natRoutes(single)).toHaveLength(3);
    expect(new Set(natRoutes(single)).size).toBe(1);
  });

  it('gives the data subnets no way to the internet', () => {
    const routed = network.all(Route).map(({ route_table_id }) => route_table_id);
    const dataTable = Object.entries(network.document.resource?.aws_route_table ?? {}).find(
      ([, block]) => name(block) === 'demo-asia-data',
    );

    expect(network.all(RouteTable)).toHaveLength(PEERED_ROUTE_TABLES + 1);
    expect(routed).not.toContain(`\${aws_route_table.${dataTable?.[0]}.id}`);
    expect(
      [...acl('data').ingress, ...acl('data').egress].map(({ cidr_block }: Block) => cidr_block),
    ).not.toContain('0.0.0.0/0');
  });

  it('empties the default security group and the default network ACL', () => {
    const securityGroup = network.only(DefaultSecurityGroup);
    const defaultAcl = network.only(DefaultNetworkAcl);

    for (const direction of ['ingress', 'egress']) {
      expect(securityGroup).not.toHaveProperty(direction);
      expect(defaultAcl).not.toHaveProperty(direction);
    }
  });

  it('closes SSH to the internet in every subnet, and RDP where there are instances', () => {
    expect(['public', 'private', 'data'].filter((tier) => admitsFromAnywhere(tier, 22))).toEqual([]);
    expect(['private', 'data'].filter((tier) => admitsFromAnywhere(tier, 3389))).toEqual([]);
  });

  it('takes answers to its NAT gateways on every port that those ask from', () => {
    const closed = Array.from({ length: 65_536 - 1024 }, (_, index) => 1024 + index).filter(
      (port) => !admitsFromAnywhere('public', port),
    );

    expect(closed).toEqual([]);
  });

  it('admits HTTPS to the load balancers, and answers to what left', () => {
    expect(['public', 'private', 'data'].filter((tier) => admitsFromAnywhere(tier, 443))).toEqual([
      'public',
      'private',
    ]);
    expect(admitsFromAnywhere('public', 1024)).toBe(true);
    expect(admitsFromAnywhere('private', 32768)).toBe(true);
  });

  it('logs all traffic into the given bucket', () => {
    expect(network.only(FlowLog)).toMatchObject({
      traffic_type: 'ALL',
      log_destination: 'arn:aws:s3:::demo-asia-logs/flow-logs',
    });
  });

  it.each([true, false])(
    'refuses another address range where deletion protection is %s',
    (deletionProtection) => {
      const synthesized = synthesize({}, { deletionProtection });

      for (const { lifecycle } of [synthesized.only(Vpc), ...synthesized.each(Subnet)]) {
        expect(lifecycle.prevent_destroy).toBe(deletionProtection);
      }
    },
  );
});

describe('ServiceEndpoints', () => {
  const endpoints = network.each(VpcEndpoint);
  const of = (type: string) => endpoints.filter(({ vpc_endpoint_type }) => vpc_endpoint_type === type);

  it('reach S3 from every private and data subnet', () => {
    expect(of('Gateway').map(({ service_name }) => service_name)).toEqual([
      'com.amazonaws.ap-southeast-1.s3',
    ]);
    expect(of('Gateway').every(({ route_table_ids }) => route_table_ids.length === PEERED_ROUTE_TABLES)).toBe(
      true,
    );
  });

  it('reach what is used, and nothing else, under its own name in three zones', () => {
    expect(of('Interface').map(({ service_name }) => service_name)).toEqual([
      'com.amazonaws.ap-southeast-1.ecr.api',
      'com.amazonaws.ap-southeast-1.logs',
    ]);
    expect(
      of('Interface').every(
        ({ private_dns_enabled, subnet_ids }) => private_dns_enabled && subnet_ids.length === 3,
      ),
    ).toBe(true);
  });

  it('answer the credentials of this account only, for their own service', () => {
    for (const { policy, service_name } of endpoints) {
      expect(policy).toContain('"aws:PrincipalAccount"');
      expect(policy).toContain(`${service_name.split('.')[3]}:*`);
      expect(policy).not.toContain('"Action" = ["*"]');
    }
  });

  it('let packages and image layers through, which are fetched without credentials', () => {
    const s3 = endpoints.find(({ service_name }) => service_name.endsWith('.s3'));

    expect(s3?.policy).toContain('arn:aws:s3:::al2023-repos-ap-southeast-1-de612dc2/*');
    expect(s3?.policy).toContain('arn:aws:s3:::prod-ap-southeast-1-starport-layer-bucket/*');
  });
});

function natRoutes(synthesized: Synthesized): string[] {
  return synthesized
    .all(Route)
    .map(({ nat_gateway_id }) => nat_gateway_id)
    .filter((id) => id !== undefined);
}
