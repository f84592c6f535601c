import { anything, inRegions, type Permission } from './permission';

/** EC2: VPCs and what lies in them or between them. */
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
    'aws_security_group',
    'aws_subnet',
    'aws_vpc',
    'aws_vpc_endpoint',
    'aws_vpc_peering_connection',
    'aws_vpc_peering_connection_accepter',
    'aws_vpc_peering_connection_options',
    'aws_vpc_security_group_egress_rule',
    'aws_vpc_security_group_ingress_rule',
  ],
  read: () => [{ actions: ['ec2:Describe*', 'ec2:GetManagedPrefixListEntries'], resources: anything }],
  write: (scope) => [
    {
      actions: [
        'ec2:*Address*',
        'ec2:*FlowLogs',
        'ec2:*InternetGateway',
        'ec2:*NatGateway',
        'ec2:*NetworkAcl*',
        'ec2:*Route',
        'ec2:*RouteTable*',
        'ec2:*SecurityGroup*',
        'ec2:*Subnet*',
        'ec2:*Vpc*',
        'ec2:CreateTags',
        'ec2:DeleteTags',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
  ],
};
