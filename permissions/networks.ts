import type { PolicyStatement } from '../modules/iam/policy';
import { associations } from './names';
import { anything, inRegions, type Permission, type PermissionScope } from './permission';

const read = () => [{ actions: ['ec2:Describe*', 'ec2:GetManagedPrefixListEntries'], resources: anything }];

const inOwnRegions = (scope: PermissionScope, actions: string[]) => ({
  actions,
  resources: anything,
  conditions: inRegions(scope),
});

const ofTypes = ({ accountId }: PermissionScope, types: readonly string[]) =>
  types.map((type) => `arn:aws:ec2:*:${accountId}:${type}/*`);

/** Some are tagged while they are made, and others, such as a VPC's default security group, when they are there. */
export const ec2Tags = (scope: PermissionScope, ...types: readonly string[]): PolicyStatement => ({
  actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
  resources: ofTypes(scope, types),
  conditions: inRegions(scope),
});

/** What peerings join, because it bears the deployment's tag. */
const JOINED = ['route-table', 'vpc'];

/**
 * Tags of these come with them: whoever could give them to a VPC of others could have it joined.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
const tagsOfJoined = (scope: PermissionScope): PolicyStatement[] => [
  {
    actions: ['ec2:CreateTags'],
    resources: ofTypes(scope, JOINED),
    conditions: inRegions(scope, { 'ec2:CreateAction': ['CreateRouteTable', 'CreateVpc'] }),
  },
  {
    actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
    resources: ofTypes(scope, JOINED),
    conditions: inRegions(scope, { 'aws:ResourceTag/stack': scope.stackId }),
  },
];

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
    ec2Tags(
      scope,
      'elastic-ip',
      'internet-gateway',
      'natgateway',
      'network-acl',
      'security-group',
      'subnet',
      'vpc-endpoint',
      'vpc-flow-log',
    ),
    ...tagsOfJoined(scope),
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
    ec2Tags(scope, 'security-group', 'security-group-rule'),
  ],
  // In another stack's VPC.
  join: (scope) => [
    {
      actions: ['ec2:CreateSecurityGroup'],
      resources: ofTypes(scope, ['vpc']),
      conditions: inRegions(scope),
    },
  ],
};

/** One VPC of a peering is a resource of the request, and the other one a key of the connection: both are the account's. */
const peeringWith = (scope: PermissionScope, action: string, otherVpc: string) => ({
  actions: [action],
  resources: ofTypes(scope, ['vpc-peering-connection']),
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
    ec2Tags(scope, 'vpc-peering-connection'),
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
      resources: ofTypes(scope, JOINED),
      conditions: inRegions(scope, { 'aws:ResourceTag/deployment': scope.deployment }),
    },
  ],
};
