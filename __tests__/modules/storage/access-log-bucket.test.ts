import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { AccessLogBucket } from '../../../modules/storage/access-log-bucket';
import { policyJson } from '../../support/policy';
import { Synthesized } from '../../support/synthesize';

function synthesize(deletionProtection = true) {
  let bucketName = '';
  const synthesized = Synthesized.module(
    (scope) => {
      ({ bucketName } = new AccessLogBucket(scope, 'logs', {
        bucketPrefix: 'demo-asia-access-logs',
        flowLogFolder: 'flow-logs',
      }));
    },
    { deletionProtection },
  );
  return { synthesized, bucketName };
}
const { synthesized } = synthesize();
const { policy } = synthesized.only(S3BucketPolicy);

describe('AccessLogBucket', () => {
  it.each([
    'logging.s3.amazonaws.com',
    'logdelivery.elasticloadbalancing.amazonaws.com',
    'delivery.logs.amazonaws.com',
  ])('takes logs from %s', (service) => {
    expect(policy).toContain(`{"Service" = "${service}"}`);
  });

  it('takes logs of this account and region only', () => {
    expect(policy).toMatch(/\/\*\/AWSLogs\/\$\{data\.aws_caller_identity\.[^}]+}\/\*/);
    expect(policy).toContain('arn:aws:logs:ap-southeast-1:');
    expect(policy).toContain('"aws:SourceAccount"');
  });

  it('has the statements of flow logs to the letter, which AWS adds where it misses them', () => {
    const { Statement } = policyJson(policy);
    const arn = Statement.map(({ Resource }) => String(Resource)).find((resource) => !resource.includes('/'));
    const conditions = {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:logs:ap-southeast-1:111122223333:*' },
    };
    const flowLogs = Statement.filter(({ Sid }) => Sid?.startsWith('AWSLogDelivery'));

    expect(flowLogs).toEqual([
      {
        Sid: 'AWSLogDeliveryWrite',
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: ['s3:PutObject'],
        Resource: [`${arn}/flow-logs/AWSLogs/111122223333/*`],
        Condition: {
          ...conditions,
          StringEquals: { ...conditions.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      },
      {
        Sid: 'AWSLogDeliveryAclCheck',
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: ['s3:GetBucketAcl'],
        Resource: [arn],
        Condition: conditions,
      },
    ]);
  });

  it('uses the only encryption that log delivery knows, and forgets after a year', () => {
    const [encryption] = synthesized.only(S3BucketServerSideEncryptionConfigurationA).rule;

    expect(encryption.apply_server_side_encryption_by_default).toEqual({ sse_algorithm: 'AES256' });
    expect(synthesized.only(S3BucketLifecycleConfiguration).rule[0].expiration).toEqual([{ days: 365 }]);
  });

  it('lets nobody delete logs, unless the deployment is thrown away', () => {
    expect(policy).toContain('NobodyDeletesLogs');
    expect(synthesized.only(S3Bucket).force_destroy).toBe(false);
    expect(synthesize(false).synthesized.only(S3BucketPolicy).policy).not.toContain('NobodyDeletesLogs');
    expect(synthesize(false).synthesized.only(S3Bucket).force_destroy).toBe(true);
  });
});
