import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { RdsClusterParameterGroup } from '@cdktf/provider-aws/lib/rds-cluster-parameter-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import type { Construct } from 'constructs';
import type { Network } from '../network/network';

export interface DatabaseGroupsProps {
  readonly name: string;
  readonly engineVersion: string;
  readonly network: Pick<Network, 'vpcId' | 'dataSubnetIds'>;
}

export interface DatabaseGroups {
  readonly securityGroupId: string;
  readonly subnetGroupName: string;
  readonly parameterGroupName: string;
}

/** Where a member stands and how it behaves, on the member's own scope: nobody gets in, and nothing without TLS. */
export function databaseGroups(
  scope: Construct,
  { name, engineVersion, network }: DatabaseGroupsProps,
): DatabaseGroups {
  const securityGroup = new SecurityGroup(scope, 'security-group', {
    namePrefix: `${name}-database-`,
    description: 'Database instances; they open no connections themselves.',
    vpcId: network.vpcId,
    lifecycle: { createBeforeDestroy: true },
  });
  const subnetGroup = new DbSubnetGroup(scope, 'subnet-group', {
    name: `${name}-database`,
    description: 'Data subnets, one per zone.',
    subnetIds: [...network.dataSubnetIds],
  });
  const parameterGroup = new RdsClusterParameterGroup(scope, 'parameter-group', {
    namePrefix: `${name}-`,
    description: 'TLS only; schema changes and slow statements are logged.',
    family: `aurora-postgresql${engineVersion.split('.')[0]}`,
    parameter: [
      { name: 'rds.force_ssl', value: '1' },
      { name: 'log_statement', value: 'ddl' },
      { name: 'log_min_duration_statement', value: '1000' },
    ],
    lifecycle: { createBeforeDestroy: true },
  });
  return {
    securityGroupId: securityGroup.id,
    subnetGroupName: subnetGroup.name,
    parameterGroupName: parameterGroup.name,
  };
}
