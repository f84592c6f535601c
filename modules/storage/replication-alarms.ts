import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { Alarm } from '../observability/alarm';
import { surround } from '../surroundings';

/** What S3's Replication Time Control promises; it knows no other value. */
export const REPLICATION_TIME = { minutes: 15 };

/** A bucket that copies are made of, or in, and who is told of them in its AWS region. */
export interface WatchedBucket {
  readonly bucketName: string;
  readonly awsRegion: string;
  /** Provider of the AWS region. @default - the stack's own */
  readonly provider?: TerraformProvider | undefined;
  /** Topic in the same AWS region. */
  readonly alarmTopicArn: string;
}

export interface ReplicationAlarmsProps extends Pick<WatchedRule, 'name' | 'rule'> {
  readonly source: WatchedBucket;
  readonly destination: WatchedBucket;
  /** How far the copies may be behind. */
  readonly latencySeconds: number;
}

/** A replication rule, by the names that its metrics have. */
export interface WatchedRule {
  /** Start of the alarms' names. */
  readonly name: string;
  /** Id of the replication rule, whose metrics are on. */
  readonly rule: string;
  readonly sourceBucketName: string;
  readonly destinationBucketName: string;
}

const dimensionsOf = ({ rule, sourceBucketName, destinationBucketName }: WatchedRule) => ({
  SourceBucket: sourceBucketName,
  DestinationBucket: destinationBucketName,
  RuleId: rule,
});

/** Tells when objects are not copied; belongs into the AWS region of the source. */
export function alarmOfFailedCopies(scope: Construct, id: string, watched: WatchedRule): void {
  const { name, sourceBucketName, destinationBucketName } = watched;
  new Alarm(scope, id, {
    name: `${name}-failed`,
    description: `Objects of ${sourceBucketName} are not copied to ${destinationBucketName}: ask one for its replication status.`,
    metric: {
      namespace: 'AWS/S3',
      name: 'OperationsFailedReplication',
      dimensions: dimensionsOf(watched),
      statistic: 'Sum',
    },
    raisedWhen: 'at-least',
    threshold: 1,
  });
}

/** Tells when copies are late; belongs into the AWS region of the destination. */
export function alarmOfLateCopies(
  scope: Construct,
  id: string,
  watched: WatchedRule,
  latencySeconds: number,
): void {
  const { name, sourceBucketName, destinationBucketName } = watched;
  new Alarm(scope, id, {
    name: `${name}-late`,
    description: `${destinationBucketName} is more than ${latencySeconds} seconds behind ${sourceBucketName}.`,
    metric: {
      namespace: 'AWS/S3',
      name: 'ReplicationLatency',
      dimensions: dimensionsOf(watched),
      statistic: 'Maximum',
    },
    raisedWhen: 'above',
    threshold: latencySeconds,
  });
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
    const watched: WatchedRule = {
      name,
      rule,
      sourceBucketName: source.bucketName,
      destinationBucketName: destination.bucketName,
    };
    alarmOfFailedCopies(this.in('source', source), 'failed', watched);
    alarmOfLateCopies(this.in('destination', destination), 'late', watched, latencySeconds);
  }

  private in(id: string, { awsRegion, provider, alarmTopicArn }: WatchedBucket): Construct {
    const place = new Construct(this, id);
    surround(place, { awsRegion, provider, alarmTopicArn });
    return place;
  }
}
