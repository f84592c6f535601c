import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { StateBucket } from '../../../modules/state/state-bucket';
import { type Block, Synthesized } from '../../support/synthesize';

const synthesize = (deletionProtection = true) =>
  Synthesized.module(
    (scope) => {
      new StateBucket(scope, 'bucket', {
        bucketName: 'demo-states',
        keyAlias: 'demo-terraform-state',
        accessLogBucketPrefix: 'demo-state-access-logs',
      });
    },
    { deletionProtection },
  );

const state = (blocks: Block[]) =>
  blocks.find(({ bucket }) => bucket === 'demo-states' || bucket?.includes('bucket_state_'));

describe('StateBucket', () => {
  it('encrypts states with a key of their own, known by its alias', () => {
    const synthesized = synthesize();
    const [rule] = state(synthesized.all(S3BucketServerSideEncryptionConfigurationA))?.rule ?? [];

    expect(synthesized.only(KmsAlias).name).toBe('alias/demo-terraform-state');
    expect(rule).toMatchObject({
      apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms' },
      bucket_key_enabled: true,
    });
  });

  it('keeps overwritten states for a year', () => {
    const synthesized = synthesize();

    expect(state(synthesized.all(S3BucketVersioningA))?.versioning_configuration.status).toBe('Enabled');
    expect(state(synthesized.all(S3BucketLifecycleConfiguration))?.rule[0]).toMatchObject({
      noncurrent_version_expiration: [{ noncurrent_days: 365 }],
    });
  });

  it('is private and takes TLS only', () => {
    const synthesized = synthesize();

    expect(state(synthesized.all(S3BucketPublicAccessBlock))).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(state(synthesized.all(S3BucketPolicy))?.policy).toContain('aws:SecureTransport');
  });

  it('logs who read and wrote it to a bucket of its own', () => {
    const logging = synthesize().only(S3BucketLoggingA);

    expect(logging.target_bucket).toContain('access-logs');
    expect(logging.bucket).not.toEqual(logging.target_bucket);
  });

  it('cannot be deleted, nor can what it holds', () => {
    const synthesized = synthesize();

    expect(state(synthesized.all(S3Bucket))).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(state(synthesized.all(S3BucketPolicy))?.policy).toContain('NobodyDeletesStates');
  });

  it('can be thrown away with the deployment', () => {
    const synthesized = synthesize(false);

    expect(state(synthesized.all(S3Bucket))).toMatchObject({
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
    expect(state(synthesized.all(S3BucketPolicy))?.policy).not.toContain('NobodyDeletesStates');
  });
});
