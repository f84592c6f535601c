import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { METRIC_NAMESPACE } from '../../../lambda-src/backfill/environment';
import { NearBucket } from '../../../modules/backfill/near-bucket';
import { policyJson } from '../../support/policy';
import { Synthesized } from '../../support/synthesize';

let bucket: NearBucket;
const synthesized = Synthesized.module((scope) => {
  bucket = new NearBucket(scope, 'europe', {
    deployment: 'demo',
    region: 'europe',
    awsRegion: 'eu-central-1',
    distributionArn: 'arn:distribution',
    sourceUrl: 'https://media.example.com/.full',
    rules: {
      allowedPrefixes: ['images/', 'video/'],
      redirectHosts: ['files.example.net'],
      refresh: false,
      maximumObjectBytes: 50_000_000_000,
      functionObjectBytes: 5_000_000_000,
      fillConcurrency: 7,
      reserveConcurrency: true,
    },
    alarmEmail: 'media@example.com',
  });
});
describe('NearBucket', () => {
  it('lets the one distribution read, and see what is missing', () => {
    const statements = synthesized
      .all(S3BucketPolicy)
      .flatMap(({ policy }) => policyJson(policy).Statement)
      .filter(({ Principal }) => JSON.stringify(Principal)?.includes('cloudfront'));

    expect(statements.flatMap(({ Action }) => Action)).toEqual(['s3:GetObject', 's3:ListBucket']);
    for (const { Condition } of statements) {
      expect(Condition).toEqual({ StringEquals: { 'aws:SourceArn': 'arn:distribution' } });
    }
  });

  it('encrypts objects with a key that distributions of the account may decrypt with', () => {
    expect(JSON.stringify(synthesized.all(S3BucketServerSideEncryptionConfigurationA))).toContain('aws:kms');
    expect(synthesized.only(KmsKey).policy).toContain('DistributionsDecrypt');
  });

  it('never loses its objects to a destroy', () => {
    for (const each of synthesized.each(S3Bucket)) {
      expect(each).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
    }
  });

  it('tells the worker everything it has to know', () => {
    expect(synthesized.only(LambdaFunction).environment.variables).toEqual({
      WORKER_NAME: 'demo-fill-europe',
      BUCKET_NAME: expect.stringContaining('aws_s3_bucket'),
      SOURCE_URL: 'https://media.example.com/.full',
      SOURCE_MAY_BE_PRIVATE: 'false',
      ALLOWED_PREFIXES: '["images/","video/"]',
      MAXIMUM_OBJECT_BYTES: '50000000000',
      REDIRECT_HOSTS: '["files.example.net"]',
      REFRESH: 'false',
      LARGE_OBJECT_QUEUE_URL: expect.stringContaining('large-objects'),
      FUNCTION_OBJECT_BYTES: '5000000000',
    });
  });

  it('keeps a queue for objects that the worker leaves to others', () => {
    expect(bucket.largeObjects.name).toBe('demo-large-objects-europe');
    expect(synthesized.only(IamRolePolicy).policy).toContain('sqs:SendMessage');
    expect(synthesized.all(LambdaEventSourceMapping)).toHaveLength(1);
  });

  it('lets the worker write below the allowed prefixes only', () => {
    const { policy } = synthesized.only(IamRolePolicy);

    expect(policy).toMatch(/arn\}\/images\/\*"/);
    expect(policy).toMatch(/arn\}\/video\/\*"/);
    expect(policy).not.toMatch(/arn\}\/\*"/);
    // What the worker deletes is a version that it wrote itself; it cannot hide an object.
    expect(policy).not.toMatch(/s3:DeleteObject(?!Version)/);
  });

  it('runs as many workers as the document allows', () => {
    expect(synthesized.only(LambdaFunction).reserved_concurrent_executions).toBe(7);
    expect(synthesized.only(LambdaEventSourceMapping).scaling_config).toEqual({ maximum_concurrency: 7 });
  });

  it('tells somebody when the full origin does not let the worker in', () => {
    expect(synthesized.all(CloudwatchMetricAlarm)).toContainEqual(
      expect.objectContaining({
        namespace: METRIC_NAMESPACE,
        metric_name: 'refused-by-source',
        dimensions: { service: 'demo-fill-europe' },
      }),
    );
  });

  it('is known to the router and the trigger by its origin id', () => {
    expect(bucket.originId).toBe('bucket-europe');
    expect(bucket.misses.name).toBe('demo-misses-europe');
  });
});
