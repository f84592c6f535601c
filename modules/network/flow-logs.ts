import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import { ServiceRole } from '../iam/service-role';
import { LogGroup } from '../observability/log-group';

export interface FlowLogsProps {
  readonly name: string;
  readonly vpcId: string;
}

/** Every accepted and rejected connection of a VPC, for a year. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { name, vpcId }: FlowLogsProps) {
    super(scope, id);
    const { accountId } = new Caller(this, 'caller');
    const logGroup = new LogGroup(this, 'log-group', { name: `/aws/vpc/${name}/flow-logs` });
    const role = new ServiceRole(this, 'role', {
      namePrefix: `${name}-flow-logs`,
      description: `Writes the flow logs of the VPC ${name}`,
      services: ['vpc-flow-logs.amazonaws.com'],
      trustConditions: { StringEquals: { 'aws:SourceAccount': accountId } },
      statements: [
        {
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [`${logGroup.arn}:*`],
        },
        // The service looks for the group, naming none. It may not make it: after the last delivery of a VPC that is gone, a
        // group without key and retention would stay behind.
        { actions: ['logs:DescribeLogGroups'], resources: ['*'] },
      ],
    });
    new FlowLog(this, 'flow-log', {
      vpcId,
      trafficType: 'ALL',
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: { Name: name },
    });
  }
}
