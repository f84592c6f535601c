import { CloudwatchLogDelivery } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery';
import { CloudwatchLogDeliveryDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination';
import { CloudwatchLogDeliverySource } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-source';
import { S3BucketAcl } from '@cdktf/provider-aws/lib/s3-bucket-acl';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { AccessLogDelivery } from '../../../modules/edge/access-log-delivery';
import { AccessLogDestination } from '../../../modules/edge/access-log-destination';
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

  it('lets log delivery in on behalf of this account only', () => {
    const { policy } = synthesized.only(S3BucketPolicy);

    expect(policy).toMatch(/delivery\.logs\.amazonaws\.com/);
    expect(policy.match(/"aws:SourceAccount"/g)).toHaveLength(2);
    expect(policy.match(/"aws:SourceArn"/g)).toHaveLength(2);
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

  it('leaves out cookies and query strings, which carry credentials', () => {
    const { record_fields } = synthesized.only(CloudwatchLogDelivery);

    expect(record_fields).toContain('cs-uri-stem');
    expect(record_fields.join(' ')).not.toMatch(/cookie|query/i);
  });
});
