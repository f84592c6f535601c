import { STATE_AWS_REGIONS } from '../aws-regions';
import { flag, known, matching, section } from '../fields';
import type { Problem } from '../problem';
import type { Check, Document } from '.';

/**
 * S3's rules without dots, which break TLS on virtual-hosted names, and without the prefixes and suffixes that S3 keeps for
 * itself: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3|-an)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

export const fields = {
  /** Where Terraform keeps what it knows. */
  state: section({
    /** Bucket that holds the state of every stack of this deployment; unique in all of AWS. */
    bucketName: matching('an S3 bucket name of 3 to 63 lower case letters, digits and hyphens', BUCKET_NAME),
    /** AWS region of the bucket; any region, also one that serves no traffic. */
    awsRegion: known('an AWS region that Terraform 1.11 keeps states in', STATE_AWS_REGIONS),
    /**
     * Another AWS region, with a copy of every state in the bucket `<bucketName>-replica`, for the day on which the first one is
     * gone. @default - no copy
     */
    replicaAwsRegion: known(
      'an AWS region that Terraform 1.11 keeps states in',
      STATE_AWS_REGIONS,
    ).optional(),
    /** False only where the whole deployment is thrown away again, as on the local AWS. */
    deletionProtection: flag().default(true),
  }),
};

export const checks: readonly Check[] = [{ needs: ['state'], problems: replicaProblems }];

const REPLICA_SUFFIX = '-replica';

/** Name of the bucket with the copies of the states. */
export const replicaBucketName = ({ bucketName }: { readonly bucketName: string }) =>
  `${bucketName}${REPLICA_SUFFIX}`;

/** Of the states, and of their copies where there are some. */
export const stateBucketNames = ({
  bucketName,
  replicaAwsRegion,
}: {
  readonly bucketName: string;
  readonly replicaAwsRegion?: string | undefined;
}): string[] =>
  replicaAwsRegion === undefined ? [bucketName] : [bucketName, replicaBucketName({ bucketName })];

const MAXIMUM_BUCKET_NAME = 63;

function* replicaProblems({
  state: { awsRegion, bucketName, replicaAwsRegion },
}: Document): Iterable<Problem> {
  if (replicaAwsRegion === undefined) return;
  if (replicaAwsRegion === awsRegion) {
    const expected = 'another AWS region than "state.awsRegion"';
    yield { path: 'state.replicaAwsRegion', expected, got: replicaAwsRegion };
  }
  const most = MAXIMUM_BUCKET_NAME - REPLICA_SUFFIX.length;
  if (bucketName.length > most) {
    const expected = `at most ${most} characters, as the copy is called "…${REPLICA_SUFFIX}"`;
    yield { path: 'state.bucketName', expected, got: bucketName };
  }
}
