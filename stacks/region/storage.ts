import type { Construct } from 'constructs';
import { FLOW_LOG_FOLDER } from '../../modules/network/flow-logs';
import { AccessLogBucket } from '../../modules/storage/access-log-bucket';
import { PrivateBucket } from '../../modules/storage/private-bucket';

export interface Storage {
  /** Accesses to load balancers and to the objects. */
  readonly accessLogs: AccessLogBucket;
  /** What the service keeps. */
  readonly objects: PrivateBucket;
}

/** The region's buckets. */
export function createStorage(scope: Construct, name: string): Storage {
  const accessLogs = new AccessLogBucket(scope, 'access-logs', {
    bucketPrefix: `${name}-logs`,
    flowLogFolder: FLOW_LOG_FOLDER,
  });
  const objects = new PrivateBucket(scope, 'objects', {
    bucketPrefix: `${name}-objects`,
    accessLogBucketName: accessLogs.bucketName,
  });
  return { accessLogs, objects };
}
