import type { Construct } from 'constructs';
import type { Document, Region } from '../../config/document';
import { AccessLogBucket } from '../../modules/storage/access-log-bucket';
import { PrivateBucket } from '../../modules/storage/private-bucket';
import { names } from '../names';

export interface Storage {
  /** Accesses to load balancers and to the objects. */
  readonly accessLogs: AccessLogBucket;
  /** What the service keeps. */
  readonly objects: PrivateBucket;
}

/** The region's buckets. */
export function createStorage(
  scope: Construct,
  document: Document,
  { name: region, awsRegion }: Region,
  encryptionKeyArn: string,
): Storage {
  const { deletionProtection } = document;
  const name = names.region(document, region);
  const accessLogs = new AccessLogBucket(scope, 'access-logs', {
    bucketPrefix: `${name}-logs`,
    awsRegion,
    deletionProtection,
  });
  const objects = new PrivateBucket(scope, 'objects', {
    bucketPrefix: `${name}-objects`,
    encryptionKeyArn,
    accessLogBucketName: accessLogs.bucketName,
    deletionProtection,
  });
  return { accessLogs, objects };
}
