import { CloudwatchLogDeliveryDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import type { PolicyStatement } from '../iam/policy';
import { PrivateBucket } from '../storage/private-bucket';
import { EDGE_REGION } from './edge-region';

export interface AccessLogDestinationProps {
  readonly name: string;
  /** Start of the bucket's generated name, at most 37 characters. */
  readonly bucketPrefix: string;
  /** Days after which log files expire. */
  readonly expirationDays: number;
}

/**
 * Private bucket that takes the access logs of distributions.
 *
 * Its policy is AWS's to the letter: log delivery adds that statement itself where it misses it, and the next plan would take it away.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 *
 * Distributions deliver through CloudWatch Logs ("standard logging v2"), which needs no ACL; legacy logging would.
 * Belongs into us-east-1, where CloudFront's delivery sources live.
 */
export class AccessLogDestination extends Construct {
  /** Delivery destination for `AccessLogDelivery`. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: AccessLogDestinationProps) {
    super(scope, id);
    const { accountId } = new Caller(this, 'caller');
    const bucket = new PrivateBucket(this, 'bucket', {
      bucketPrefix: props.bucketPrefix,
      expirationDays: props.expirationDays,
      encryption: 's3',
      statements: (bucketArn): PolicyStatement[] => [
        {
          sid: 'AWSLogDeliveryWrite1',
          principals: { Service: 'delivery.logs.amazonaws.com' },
          actions: ['s3:PutObject'],
          resources: [`${bucketArn}/AWSLogs/${accountId}/*`],
          conditions: {
            StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': accountId },
            ArnLike: { 'aws:SourceArn': `arn:aws:logs:${EDGE_REGION}:${accountId}:delivery-source:*` },
          },
        },
      ],
    });
    const destination = new CloudwatchLogDeliveryDestination(this, 'destination', {
      name: props.name,
      outputFormat: 'json',
      deliveryDestinationConfiguration: [
        { destinationResourceArn: `arn:aws:s3:::${bucket.readyBucketName}` },
      ],
    });
    this.arn = destination.arn;
  }
}
