import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { PrivateBucket, type PrivateBucketProps } from '../../../modules/storage/private-bucket';
import type { Surroundings } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

let bucket: PrivateBucket;
const synthesize = (props: Partial<PrivateBucketProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    bucket = new PrivateBucket(scope, 'objects', { bucketPrefix: 'demo-objects', ...props });
  }, around);

describe('PrivateBucket', () => {
  it('cannot be made public and has no ACLs', () => {
    expect(synthesize().only(S3BucketPublicAccessBlock)).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(synthesize().only(S3BucketOwnershipControls).rule.object_ownership).toBe('BucketOwnerEnforced');
  });

  it('refuses plain HTTP and old TLS', () => {
    const { policy } = synthesize().only(S3BucketPolicy);

    expect(policy).toContain('"aws:SecureTransport" = "false"');
    expect(policy).toContain('"s3:TlsVersion" = "1.2"');
  });

  it('keeps old versions for 90 days and forgets unfinished uploads', () => {
    expect(synthesize().only(S3BucketVersioningA).versioning_configuration).toEqual({ status: 'Enabled' });
    expect(synthesize().only(S3BucketLifecycleConfiguration).rule[0]).toMatchObject({
      abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      noncurrent_version_expiration: [{ noncurrent_days: 90 }],
    });
  });

  it('keeps objects for ever unless told to, and no delete marker without versions', () => {
    expect(synthesize().only(S3BucketLifecycleConfiguration).rule[0].expiration).toEqual([
      { expired_object_delete_marker: true },
    ]);
    expect(
      synthesize({ expirationDays: 30 }).only(S3BucketLifecycleConfiguration).rule[0].expiration,
    ).toEqual([{ days: 30 }]);
  });

  it('moves objects to a cheaper storage class only where it is told to', () => {
    expect(synthesize().only(S3BucketLifecycleConfiguration).rule[0]).not.toHaveProperty('transition');
    expect(synthesize({ tierDays: 30 }).only(S3BucketLifecycleConfiguration).rule[0].transition).toEqual([
      { days: 30, storage_class: 'INTELLIGENT_TIERING' },
    ]);
  });

  it('is encrypted with the key that surrounds it, or else with one of S3', () => {
    const ruleOf = (props: Partial<PrivateBucketProps>) =>
      synthesize(props).only(S3BucketServerSideEncryptionConfigurationA).rule[0];

    expect(ruleOf({ encryption: 's3' }).apply_server_side_encryption_by_default).toEqual({
      sse_algorithm: 'AES256',
    });
    expect(ruleOf({})).toEqual({
      apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: 'arn:key' },
      bucket_key_enabled: true,
    });
  });

  it('is deleted only where deletion protection is off', () => {
    expect(synthesize().only(S3Bucket)).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(synthesize({}, { deletionProtection: false }).only(S3Bucket)).toMatchObject({
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
  });

  it('logs access to another bucket when there is one', () => {
    expect(synthesize().all(S3BucketLoggingA)).toEqual([]);
    expect(synthesize({ accessLogBucketName: 'logs' }).only(S3BucketLoggingA)).toMatchObject({
      target_bucket: 'logs',
      target_prefix: 'objects/',
    });
  });

  it('tells what using it takes: itself, and its key through S3 of its region', () => {
    synthesize({}, { awsRegion: 'us-west-2' });
    const [list, read, decrypt] = bucket.readerStatements('images/');

    expect(list?.resources).toEqual([bucket.arn]);
    expect(read).toEqual({ actions: ['s3:GetObject'], resources: [`${bucket.arn}/images/*`] });
    expect(decrypt).toMatchObject({
      resources: ['arn:key'],
      conditions: { StringEquals: { 'kms:ViaService': 's3.us-west-2.amazonaws.com' } },
    });
    expect(bucket.writerStatements().flatMap(({ actions }) => actions)).toContain('s3:PutObject');
  });

  it('asks for no key where S3 manages it', () => {
    synthesize({ encryption: 's3' });

    expect(bucket.writerStatements()).toHaveLength(2);
  });
});
