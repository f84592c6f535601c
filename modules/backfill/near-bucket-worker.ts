import type { Construct } from 'constructs';
import type { FillWorkerEnvironment, METRIC_NAMESPACE } from '../../lambda-src/backfill/environment';
import type { Outcome } from '../../lambda-src/backfill/outcome';
import { NodeFunction } from '../functions/node-function';
import { Alarm } from '../observability/alarm';
import { QueueConsumer } from '../queue/queue-consumer';
import type { WorkQueue } from '../queue/work-queue';
import type { PrivateBucket } from '../storage/private-bucket';
import { surroundings } from '../surroundings';

/** What is copied into a bucket, and how. */
export interface FillRules {
  readonly allowedPrefixes: readonly string[];
  /** Hosts that the source may redirect the worker to. */
  readonly redirectHosts: readonly string[];
  /** Whether a message for an object that is there makes the worker look for a newer one. */
  readonly refresh: boolean;
  readonly maximumObjectBytes: number;
  /** Larger objects go to the queue of large objects. */
  readonly functionObjectBytes: number;
  /** Days after which a copy is deleted, to be made again when it is missed. @default - never */
  readonly expirationDays?: number | undefined;
  /** Fill workers that may run at once (2 to 1000). */
  readonly fillConcurrency: number;
  /** Whether so many are kept free for them. */
  readonly reserveConcurrency: boolean;
}

export interface FillWorkerProps {
  /** Of the function. */
  readonly name: string;
  readonly region: string;
  readonly bucket: PrivateBucket;
  readonly misses: WorkQueue;
  readonly largeObjects: WorkQueue;
  /** `https://` address that the worker appends keys to. */
  readonly sourceUrl: string;
  readonly rules: FillRules;
}

/** Time for one batch; whoever queues work for it has to know. */
export const WORKER_TIMEOUT_SECONDS = 300;
/** What the worker's metrics are called; the types keep both sides equal. */
const WORKER_METRICS: typeof METRIC_NAMESPACE = 'Meridian/Backfill';
const REFUSED: Outcome = 'refused-by-source';

/** What takes misses off the queue of a near bucket and fills it, on the bucket's own scope. */
export function fillWorker(scope: Construct, props: FillWorkerProps): void {
  const { name, region, bucket, misses, largeObjects, sourceUrl, rules } = props;
  const { encryptionKeyArn } = surroundings(scope);
  const environment: FillWorkerEnvironment = {
    WORKER_NAME: name,
    BUCKET_NAME: bucket.bucketName,
    SOURCE_URL: sourceUrl,
    SOURCE_MAY_BE_PRIVATE: 'false',
    ALLOWED_PREFIXES: JSON.stringify(rules.allowedPrefixes),
    MAXIMUM_OBJECT_BYTES: String(rules.maximumObjectBytes),
    REDIRECT_HOSTS: JSON.stringify(rules.redirectHosts),
    REFRESH: String(rules.refresh),
    LARGE_OBJECT_QUEUE_URL: largeObjects.url,
    FUNCTION_OBJECT_BYTES: String(rules.functionObjectBytes),
  };
  const worker = new NodeFunction(scope, 'worker', {
    functionName: name,
    description: `Copies objects that the bucket of ${region} lacks from the full origin.`,
    entry: 'backfill/queue/fill-worker.ts',
    memoryMegabytes: 1024,
    timeoutSeconds: WORKER_TIMEOUT_SECONDS,
    reservedConcurrency: rules.reserveConcurrency ? rules.fillConcurrency : undefined,
    environment,
    statements: [
      ...misses.consumerStatements,
      ...largeObjects.producerStatements,
      {
        // A version is deleted only when it is the worker's own, and the object was deleted while it was being written.
        actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObjectVersion'],
        resources: rules.allowedPrefixes.map((prefix) => `${bucket.arn}/${prefix}*`),
      },
      // Without it S3 answers 403 where there is no such object.
      { actions: ['s3:ListBucket', 's3:ListBucketVersions'], resources: [bucket.arn] },
      { actions: ['kms:GenerateDataKey'], resources: [encryptionKeyArn] },
    ],
  });
  new QueueConsumer(scope, 'consumer', {
    queue: misses,
    consumer: worker,
    maximumConcurrency: rules.fillConcurrency,
    batchSize: 5,
  });

  new Alarm(scope, 'refused-alarm', {
    name: `${name}-refused`,
    description: `The full origin answers ${name} with 401 or 403: such objects are not copied, and not tried again.`,
    metric: {
      namespace: WORKER_METRICS,
      name: REFUSED,
      dimensions: { service: name },
      statistic: 'Sum',
    },
    raisedWhen: 'at-least',
    threshold: 1,
  });
}
