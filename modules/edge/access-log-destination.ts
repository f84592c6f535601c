import { CloudwatchLogDeliveryDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import type { PolicyStatement } from '../iam/policy';
import { PrivateBucket } from '../storage/private-bucket';

export interface AccessLogDestinationProps {
  readonly name: string;
  /** Start of the bucket's generated name, at most 37 characters. */
  readonly bucketPrefix: string;
  /** Days after which log files expire. */
  readonly expirationDays: number;
}

/**
 * Private bucket that takes the access logs of distributions and the flow logs of the accelerator.
 *
 * Distributions deliver through CloudWatch Logs ("standard logging v2"), which needs no ACL; legacy logging would.
 * Belongs into us-east-1, where CloudFront's delivery sources live.
 */
export class AccessLogDestination extends Construct {
  /** Delivery destination for `AccessLogDelivery`. */
  public readonly arn: string;
  /** For `Accelerator`. */
  public readonly bucketName: string;

  constructor(scope: Construct, id: string, props: AccessLogDestinationProps) {
    super(scope, id);
    const { accountId } = new Caller(this, 'caller');
    const bucket = new PrivateBucket(this, 'bucket', {
      bucketPrefix: props.bucketPrefix,
      expirationDays: props.expirationDays,
      encryption: 's3',
      statements: (bucketArn): PolicyStatement[] => [
        {
          sid: 'LogDeliveryWrites',
          principals: { Service: 'delivery.logs.amazonaws.com' },
          actions: ['s3:PutObject'],
          resources: [`${bucketArn}/*`],
          conditions: {
            StringEquals: { 'aws:SourceAccount': accountId, 's3:x-amz-acl': 'bucket-owner-full-control' },
            ArnLike: { 'aws:SourceArn': `arn:aws:logs:*:${accountId}:*` },
          },
        },
        {
          sid: 'LogDeliveryChecks',
          principals: { Service: 'delivery.logs.amazonaws.com' },
          actions: ['s3:GetBucketAcl', 's3:ListBucket'],
          resources: [bucketArn],
          conditions: {
            StringEquals: { 'aws:SourceAccount': accountId },
            ArnLike: { 'aws:SourceArn': `arn:aws:logs:*:${accountId}:*` },
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
    this.bucketName = bucket.readyBucketName;
  }
}
