import { associations } from './names';
import { anything, inRegions, type Permission, type PermissionScope } from './permission';

const read = () => [{ actions: ['ec2:Describe*', 'ec2:GetManagedPrefixListEntries'], resources: anything }];

const inOwnRegions = (scope: PermissionScope, actions: string[]) => ({
  actions: [...actions, 'ec2:CreateTags', 'ec2:DeleteTags'],
  resources: anything,
  conditions: inRegions(scope),
});

/** EC2: VPCs, and what packets pass on their way through one. */
export const networks: Permission = {
  types: [
    'aws_default_network_acl',
    'aws_default_security_group',
    'aws_eip',
    'aws_flow_log',
    'aws_internet_gateway',
    'aws_nat_gateway',
    'aws_network_acl',
    'aws_route',
    'aws_route_table',
    'aws_route_table_association',
    'aws_subnet',
    'aws_vpc',
    'aws_vpc_endpoint',
  ],
  read,
  write: (scope) => [
    inOwnRegions(scope, [
      'ec2:*Address*',
      'ec2:*FlowLogs',
      'ec2:*InternetGateway',
      'ec2:*NatGateway',
      'ec2:*NetworkAcl*',
      'ec2:*Route',
      'ec2:*RouteTable*',
      'ec2:*Subnet*',
      'ec2:*VpcAttribute',
      'ec2:*VpcEndpoint*',
      'ec2:CreateVpc',
      'ec2:DeleteVpc',
      'ec2:RevokeSecurityGroup*',
    ]),
    // Endpoints bring private names along.
    associations(scope),
  ],
};

/** EC2: security groups and their rules. */
export const securityGroups: Permission = {
  types: ['aws_security_group', 'aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'],
  read,
  write: (scope) => [inOwnRegions(scope, ['ec2:*SecurityGroup*'])],
  // In another stack's VPC.
  join: (scope) => [
    {
      actions: ['ec2:CreateSecurityGroup'],
      resources: [`arn:aws:ec2:*:${scope.accountId}:vpc/*`],
      conditions: inRegions(scope),
    },
  ],
};

/** EC2: peerings between VPCs of other stacks, and routes in their tables. */
export const peerings: Permission = {
  types: [
    'aws_route',
    'aws_vpc_peering_connection',
    'aws_vpc_peering_connection_accepter',
    'aws_vpc_peering_connection_options',
  ],
  read,
  write: (scope) => [inOwnRegions(scope, ['ec2:*VpcPeeringConnection*'])],
  join: (scope) => [
    {
      actions: [
        'ec2:AcceptVpcPeeringConnection',
        'ec2:CreateRoute',
        'ec2:CreateVpcPeeringConnection',
        'ec2:DeleteRoute',
        'ec2:ReplaceRoute',
      ],
      resources: ['route-table', 'vpc'].map((type) => `arn:aws:ec2:*:${scope.accountId}:${type}/*`),
      conditions: inRegions(scope),
    },
  ],
};
