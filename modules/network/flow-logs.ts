import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { Construct } from 'constructs';

/** Of the bucket, whose policy names it. */
export const FLOW_LOG_FOLDER = 'flow-logs';

export interface FlowLogsProps {
  readonly name: string;
  readonly vpcId: string;
  /** Bucket that takes deliveries of logs, and how long it keeps them. */
  readonly bucketName: string;
}

/**
 * Every accepted and rejected connection of a VPC, summed up over ten minutes, as columns that Athena reads. In CloudWatch
 * Logs, and by the minute, they would be the dearest part of a busy network.
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { name, vpcId, bucketName }: FlowLogsProps) {
    super(scope, id);
    new FlowLog(this, 'flow-log', {
      vpcId,
      trafficType: 'ALL',
      logDestinationType: 's3',
      logDestination: `arn:aws:s3:::${bucketName}/${FLOW_LOG_FOLDER}`,
      destinationOptions: { fileFormat: 'parquet', perHourPartition: true },
      maxAggregationInterval: 600,
      tags: { Name: name },
    });
  }
}
