import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { each } from './each';
import { Synthesized } from './synthesize';

const synthesized = (...buckets: string[]) =>
  Synthesized.module((scope) => {
    for (const bucket of buckets) new S3Bucket(scope, bucket, { bucket });
  });

describe('what is said about each resource of a type', () => {
  it('is said about all of them', () => {
    expect(
      synthesized('one', 'other')
        .each(S3Bucket)
        .map(({ bucket }) => bucket),
    ).toEqual(['one', 'other']);
  });

  it('fails where there is none', () => {
    expect(() => synthesized().each(S3Bucket)).toThrow('expected at least one aws_s3_bucket, got none');
    expect(() => each([])).toThrow('expected at least one item, got none');
  });
});
