import { anything, inRegions, type Permission } from './permission';

/** VPCs and what lies in them or between them. */
export const networks: Permission = {
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
