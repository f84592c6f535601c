import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import type { PolicyStatement } from '../iam/policy';
import { surroundings } from '../surroundings';
import { PrivateBucket } from './private-bucket';

export interface AccessLogBucketProps {
  /** Start of the generated name, at most 37 characters. */
  readonly bucketPrefix: string;
  /** Days after which logs expire. @default 365 */
  readonly expirationDays?: number;
  /** AWS region whose services deliver. @default - the bucket's own */
  readonly deliveredFrom?: string;
  /** Folder that flow logs are delivered into. @default - none are */
  readonly flowLogFolder?: string;
}

/**
 * The bucket that load balancers, buckets and VPCs of this account and region write their logs to.
 *
 * What flow logs need is in its policy to the letter of AWS, which adds it where it misses it, or puts it in the place of the policy:
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 *
 * Encrypted with keys that S3 manages: log delivery cannot use any other. It logs into no further bucket itself. Where it
 * is protected from deletion, nobody may delete logs before they expire.
 */
export class AccessLogBucket extends Construct {
  /** Known once log delivery is allowed, which load balancers try when they are told of the bucket. */
  public readonly bucketName: string;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const { awsRegion, deletionProtection } = surroundings(this);
    const { bucketPrefix, expirationDays = 365, deliveredFrom = awsRegion, flowLogFolder } = props;
    const { accountId } = new Caller(this, 'caller');

    this.bucketName = new PrivateBucket(this, 'bucket', {
      bucketPrefix,
      expirationDays,
      encryption: 's3',
      statements: (bucketArn) => [
        ...deliveries(bucketArn, deliveredFrom, accountId, flowLogFolder),
        ...(deletionProtection ? [noDeletion(bucketArn)] : []),
      ],
    }).readyBucketName;
  }
}

function deliveries(
  bucketArn: string,
  awsRegion: string,
  accountId: string,
  flowLogFolder: string | undefined,
): PolicyStatement[] {
  const delivery = { Service: 'delivery.logs.amazonaws.com' };
  const ownLogs = {
    StringEquals: { 'aws:SourceAccount': accountId },
    ArnLike: { 'aws:SourceArn': `arn:aws:logs:${awsRegion}:${accountId}:*` },
  };
  const delivered = (sid: string, objects: string): PolicyStatement => ({
    sid,
    principals: delivery,
    actions: ['s3:PutObject'],
    resources: [objects],
    conditions: {
      ...ownLogs,
      StringEquals: { ...ownLogs.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
    },
  });
  return [
    {
      sid: 'BucketLogs',
      principals: { Service: 'logging.s3.amazonaws.com' },
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/*`],
      conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
    {
      // The account in the path is what keeps other accounts' load balancers out.
      sid: 'ApplicationLoadBalancerLogs',
      principals: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/*/AWSLogs/${accountId}/*`],
    },
    ...(flowLogFolder === undefined
      ? []
      : [delivered('AWSLogDeliveryWrite', `${bucketArn}/${flowLogFolder}/AWSLogs/${accountId}/*`)]),
    delivered('NetworkLoadBalancerLogs', `${bucketArn}/*/AWSLogs/${accountId}/*`),
    {
      sid: 'AWSLogDeliveryAclCheck',
      principals: delivery,
      actions: ['s3:GetBucketAcl'],
      resources: [bucketArn],
      conditions: ownLogs,
    },
  ];
}

const noDeletion = (bucketArn: string): PolicyStatement => ({
  sid: 'NobodyDeletesLogs',
  effect: 'Deny',
  principals: '*',
  actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  resources: [`${bucketArn}/*`],
});
