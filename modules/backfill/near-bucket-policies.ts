import type { PolicyStatement } from '../iam/policy';

/** S3 answers 404 for a missing object only to those who may list the bucket; everybody else gets 403, which is no miss. */
export function distributionReads(bucketArn: string, distributionArn: string): PolicyStatement[] {
  // AWS's form, which has no `aws:SourceAccount`: nothing says that CloudFront sends it, and the ARN has the account.
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
  const distribution = {
    principals: { Service: 'cloudfront.amazonaws.com' },
    conditions: { StringEquals: { 'aws:SourceArn': distributionArn } },
  };
  return [
    {
      sid: 'DistributionReads',
      ...distribution,
      actions: ['s3:GetObject'],
      resources: [`${bucketArn}/*`],
    },
    {
      sid: 'DistributionSeesWhatIsMissing',
      ...distribution,
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
    },
  ];
}

/** The bucket's policy names the one distribution. The key's cannot: the distribution would wait for the key. */
export function distributionsDecrypt(accountId: string): PolicyStatement {
  return {
    sid: 'DistributionsDecrypt',
    principals: { Service: 'cloudfront.amazonaws.com' },
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${accountId}:distribution/*` } },
  };
}

export function accessLogsArrive(bucketArn: string, accountId: string): PolicyStatement {
  return {
    sid: 'AccessLogsArrive',
    principals: { Service: 'logging.s3.amazonaws.com' },
    actions: ['s3:PutObject'],
    resources: [`${bucketArn}/*`],
    conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
  };
}
