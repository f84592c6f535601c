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
      'ec2:AllocateAddress',
      'ec2:AssociateAddress',
      'ec2:AssociateRouteTable',
      'ec2:AttachInternetGateway',
      'ec2:CreateFlowLogs',
      'ec2:CreateInternetGateway',
      'ec2:CreateNatGateway',
      'ec2:CreateNetworkAcl',
      'ec2:CreateNetworkAclEntry',
      'ec2:CreateRoute',
      'ec2:CreateRouteTable',
      'ec2:CreateSubnet',
      'ec2:CreateVpc',
      'ec2:CreateVpcEndpoint',
      'ec2:DeleteFlowLogs',
      'ec2:DeleteInternetGateway',
      'ec2:DeleteNatGateway',
      'ec2:DeleteNetworkAcl',
      'ec2:DeleteNetworkAclEntry',
      'ec2:DeleteRoute',
      'ec2:DeleteRouteTable',
      'ec2:DeleteSubnet',
      'ec2:DeleteVpc',
      'ec2:DeleteVpcEndpoints',
      'ec2:DetachInternetGateway',
      'ec2:DisassociateAddress',
      'ec2:DisassociateRouteTable',
      'ec2:ModifySubnetAttribute',
      'ec2:ModifyVpcAttribute',
      'ec2:ModifyVpcEndpoint',
      'ec2:ReleaseAddress',
      'ec2:ReplaceNetworkAclAssociation',
      'ec2:ReplaceRoute',
      'ec2:ReplaceRouteTableAssociation',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:RevokeSecurityGroupIngress',
    ]),
    // Endpoints bring private names along.
    associations(scope),
  ],
};

/** EC2: security groups and their rules. */
export const securityGroups: Permission = {
  types: ['aws_security_group', 'aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'],
  read,
  write: (scope) => [
    inOwnRegions(scope, [
      'ec2:AuthorizeSecurityGroupEgress',
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:CreateSecurityGroup',
      'ec2:DeleteSecurityGroup',
      'ec2:ModifySecurityGroupRules',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:RevokeSecurityGroupIngress',
    ]),
  ],
  // In another stack's VPC.
  join: (scope) => [
    {
      actions: ['ec2:CreateSecurityGroup'],
      resources: [`arn:aws:ec2:*:${scope.accountId}:vpc/*`],
      conditions: inRegions(scope),
    },
  ],
};

/** One VPC of a peering is a resource of the request, and the other one a key of the connection: both are the account's. */
const peeringWith = (scope: PermissionScope, action: string, otherVpc: string) => ({
  actions: [action],
  resources: [`arn:aws:ec2:*:${scope.accountId}:vpc-peering-connection/*`],
  conditions: { ...inRegions(scope), ArnLike: { [otherVpc]: `arn:aws:ec2:*:${scope.accountId}:vpc/*` } },
});

/**
 * EC2: peerings between VPCs of other stacks, and routes in their tables.
 *
 * https://docs.aws.amazon.com/vpc/latest/peering/security-iam.html
 */
export const peerings: Permission = {
  types: [
    'aws_route',
    'aws_vpc_peering_connection',
    'aws_vpc_peering_connection_accepter',
    'aws_vpc_peering_connection_options',
  ],
  read,
  write: (scope) => [
    inOwnRegions(scope, ['ec2:DeleteVpcPeeringConnection', 'ec2:ModifyVpcPeeringConnectionOptions']),
    peeringWith(scope, 'ec2:CreateVpcPeeringConnection', 'ec2:AccepterVpc'),
    peeringWith(scope, 'ec2:AcceptVpcPeeringConnection', 'ec2:RequesterVpc'),
  ],
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
      conditions: inRegions(scope, { 'aws:ResourceTag/deployment': scope.deployment }),
    },
  ],
};
