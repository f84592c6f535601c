import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { FlowLogs } from '../../../modules/network/flow-logs';
import { Synthesized } from '../../support/synthesize';

const synthesized = Synthesized.module((scope) => {
  new FlowLogs(scope, 'flow-logs', { name: 'demo-europe', vpcId: 'vpc-1' });
});

describe('FlowLogs', () => {
  it('take every minute of the VPC to a log group named after it', () => {
    expect(synthesized.only(FlowLog)).toMatchObject({
      vpc_id: 'vpc-1',
      max_aggregation_interval: 60,
      log_destination: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..+\.arn}$/),
      iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\..+\.arn}$/),
    });
    expect(synthesized.only(CloudwatchLogGroup).name).toBe('/aws/vpc/demo-europe/flow-logs');
  });

  it('write to that log group, and can neither make nor delete one', () => {
    const { policy } = synthesized.only(IamRolePolicy);

    expect(policy).toMatch(/"Resource" = \["\$\{aws_cloudwatch_log_group\.[^"]+\.arn}:\*"\]/);
    expect(policy).toContain('logs:DescribeLogGroups');
    expect(policy).not.toMatch(/logs:(CreateLogGroup|Delete\w+|\*)"/);
  });
});
