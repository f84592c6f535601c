import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { FlowLogs } from '../../../modules/network/flow-logs';
import { Synthesized } from '../../support/synthesize';

const synthesized = Synthesized.module((scope) => {
  new FlowLogs(scope, 'flow-logs', { name: 'demo-europe', vpcId: 'vpc-1', bucketName: 'demo-logs' });
});

describe('FlowLogs', () => {
  it('take every connection of the VPC into a folder of the bucket, as columns', () => {
    expect(synthesized.only(FlowLog)).toMatchObject({
      vpc_id: 'vpc-1',
      traffic_type: 'ALL',
      log_destination_type: 's3',
      log_destination: 'arn:aws:s3:::demo-logs/flow-logs',
      destination_options: { file_format: 'parquet' },
    });
  });

  it('cost no log events: every ten minutes, and past CloudWatch Logs', () => {
    expect(synthesized.only(FlowLog).max_aggregation_interval).toBe(600);
    expect(synthesized.all(CloudwatchLogGroup)).toEqual([]);
    expect(synthesized.all(IamRole)).toEqual([]);
  });
});
