import { CloudwatchLogDelivery } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery';
import { CloudwatchLogDeliveryDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination';
import { CloudwatchLogDeliverySource } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-source';
import { S3BucketAcl } from '@cdktf/provider-aws/lib/s3-bucket-acl';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { AccessLogDelivery } from '../../../modules/edge/access-log-delivery';
import { AccessLogDestination } from '../../../modules/edge/access-log-destination';
import { policyJson } from '../../support/policy';
import { Synthesized } from '../../support/synthesize';

describe('AccessLogDestination', () => {
  const synthesized = Synthesized.module((scope) => {
    new AccessLogDestination(scope, 'logs', {
      name: 'demo-access-logs',
      bucketPrefix: 'demo-access-logs',
      expirationDays: 365,
    });
  });

  it('is a private bucket without ACLs', () => {
    expect(synthesized.only(S3BucketPublicAccessBlock)).toMatchObject({ restrict_public_buckets: true });
    expect(synthesized.all(S3BucketAcl)).toEqual([]);
  });

  it('lets log delivery in as AWS would, which adds its statement where it is another', () => {
    expect(policyJson(synthesized.only(S3BucketPolicy).policy).Statement).toContainEqual({
      Sid: 'AWSLogDeliveryWrite1',
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['s3:PutObject'],
      Resource: [expect.stringMatching(/^<aws_s3_bucket\..+\.arn>\/AWSLogs\/111122223333\/\*$/)],
      Condition: {
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': '111122223333' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:logs:us-east-1:111122223333:delivery-source:*' },
      },
    });
  });

  it('takes deliveries once its policy is in place', () => {
    const { delivery_destination_configuration } = synthesized.only(CloudwatchLogDeliveryDestination);

    expect(delivery_destination_configuration[0].destination_resource_arn).toMatch(
      /^arn:aws:s3:::\$\{aws_s3_bucket_policy\./,
    );
  });
});

describe('AccessLogDelivery', () => {
  const synthesized = Synthesized.module((scope) => {
    new AccessLogDelivery(scope, 'logs', {
      name: 'demo-site',
      distributionArn: 'arn:aws:cloudfront::111122223333:distribution/E1',
      destinationArn: 'arn:aws:logs:us-east-1:111122223333:delivery-destination:demo',
    });
  });

  it('delivers the access logs of the distribution', () => {
    expect(synthesized.only(CloudwatchLogDeliverySource)).toMatchObject({
      log_type: 'ACCESS_LOGS',
      resource_arn: 'arn:aws:cloudfront::111122223333:distribution/E1',
    });
  });

  it('leaves out cookies, query strings and referrers, which carry credentials', () => {
    const { record_fields } = synthesized.only(CloudwatchLogDelivery);

    expect(record_fields).toContain('cs-uri-stem');
    expect(record_fields.join(' ')).not.toMatch(/cookie|query|referer/i);
  });
});
