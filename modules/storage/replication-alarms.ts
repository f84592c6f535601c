import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { Alarm } from '../observability/alarm';
import { surround } from '../surroundings';

/** A bucket that copies are made of, or in, and who is told of them in its AWS region. */
export interface WatchedBucket {
  readonly bucketName: string;
  readonly awsRegion: string;
  /** Provider of the AWS region. @default - the stack's own */
  readonly provider?: TerraformProvider | undefined;
  /** Topic in the same AWS region. */
  readonly alarmTopicArn: string;
}

export interface ReplicationAlarmsProps {
  /** Start of the alarms' names. */
  readonly name: string;
  /** Id of the replication rule, whose metrics are on. */
  readonly rule: string;
  readonly source: WatchedBucket;
  readonly destination: WatchedBucket;
  /** How far the copies may be behind. */
  readonly latencySeconds: number;
}

/**
 * Tells when objects are not copied, and when copies are late. S3 measures the one in the AWS region of the source, the other in
 * that of the destination; elsewhere the alarms would watch nothing.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export class ReplicationAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ReplicationAlarmsProps) {
    super(scope, id);
    const { name, rule, source, destination, latencySeconds } = props;
    const dimensions = {
      SourceBucket: source.bucketName,
      DestinationBucket: destination.bucketName,
      RuleId: rule,
    };
    new Alarm(this.in('source', source), 'failed', {
      name: `${name}-failed`,
      description: `Objects of ${source.bucketName} are not copied to ${destination.bucketName}: ask one for its replication status.`,
      metric: { namespace: 'AWS/S3', name: 'OperationsFailedReplication', dimensions, statistic: 'Sum' },
      raisedWhen: 'at-least',
      threshold: 1,
    });
    new Alarm(this.in('destination', destination), 'late', {
      name: `${name}-late`,
      description: `${destination.bucketName} is more than ${latencySeconds} seconds behind ${source.bucketName}.`,
      metric: { namespace: 'AWS/S3', name: 'ReplicationLatency', dimensions, statistic: 'Maximum' },
      raisedWhen: 'above',
      threshold: latencySeconds,
    });
  }

  private in(id: string, { awsRegion, provider, alarmTopicArn }: WatchedBucket): Construct {
    const place = new Construct(this, id);
    surround(place, { awsRegion, provider, alarmTopicArn });
    return place;
  }
}
