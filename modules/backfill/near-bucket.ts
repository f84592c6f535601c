import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { FillWorkerEnvironment, METRIC_NAMESPACE } from '../../lambda-src/backfill/environment';
import type { Outcome } from '../../lambda-src/backfill/outcome';
import { EncryptionKey } from '../encryption/encryption-key';
import { NodeFunction } from '../functions/node-function';
import { Caller } from '../iam/caller';
import type { PolicyStatement } from '../iam/policy';
import { Alarm } from '../observability/alarm';
import { AlarmTopic } from '../observability/alarm-topic';
import { QueueConsumer } from '../queue/queue-consumer';
import { WorkQueue } from '../queue/work-queue';
import { PrivateBucket } from '../storage/private-bucket';
import { surround } from '../surroundings';

export interface NearBucketProps {
  /** Start of every name: `<deployment>-…-<region>`. */
  readonly deployment: string;
  /** Region name of ours. */
  readonly region: string;
  readonly awsRegion: string;
  /** Provider of the AWS region. @default - the stack's own */
  readonly provider?: TerraformProvider | undefined;
  /** The only reader; may be known after the bucket. */
  readonly distributionArn: string;
  /** `https://` address that the worker appends keys to. */
  readonly sourceUrl: string;
  readonly allowedPrefixes: readonly string[];
  /** Hosts that the source may redirect the worker to. */
  readonly redirectHosts: readonly string[];
  /** Whether a message for an object that is there makes the worker look for a newer one. */
  readonly refresh: boolean;
  readonly maximumObjectBytes: number;
  /** Larger objects go to the queue of large objects. */
  readonly functionObjectBytes: number;
  /** Fill workers that may run at once (2 to 1000). */
  readonly fillConcurrency: number;
  /** Who is told when fills fail. */
  readonly alarmEmail: string;
}

const WORKER_TIMEOUT_SECONDS = 300;
const LOG_DAYS = 365;
/** What the worker's metrics are called; the types keep both sides equal. */
const WORKER_METRICS: typeof METRIC_NAMESPACE = 'Meridian/Backfill';
const REFUSED: Outcome = 'refused-by-source';

/** The bucket of one region that fills itself: what it lacks is queued, and a worker copies it from the source. */
export class NearBucket extends Construct {
  public readonly region: string;
  public readonly awsRegion: string;
  /** By which the distribution, the router and the miss trigger know the bucket. */
  public readonly originId: string;
  public readonly bucketName: string;
  public readonly regionalDomainName: string;
  public readonly misses: WorkQueue;
  /** Keys of objects that one function run cannot copy; `npm run fill-worker` reads it. */
  public readonly largeObjects: WorkQueue;

  constructor(scope: Construct, id: string, props: NearBucketProps) {
    super(scope, id);
    const { deployment, region, awsRegion, provider } = props;
    surround(this, { awsRegion, provider });
    const { accountId } = new Caller(this, 'caller');
    const name = (role: string) => `${deployment}-${role}-${region}`;

    const { arn: encryptionKeyArn } = new EncryptionKey(this, 'key', {
      alias: name('backfill'),
      description: `Objects, misses and logs of the backfill in ${region}`,
      services: [`logs.${awsRegion}.amazonaws.com`, 'cloudwatch.amazonaws.com'],
      statements: [distributionsDecrypt(accountId)],
    });
    surround(this, { encryptionKeyArn });
    const { arn: alarmTopicArn } = new AlarmTopic(this, 'alarms', {
      namePrefix: name('backfill'),
      email: props.alarmEmail,
      encryptionKeyArn,
    });
    surround(this, { alarmTopicArn });

    const accessLogs = new PrivateBucket(this, 'access-logs', {
      bucketPrefix: bucketPrefix(deployment, 'media-logs'),
      expirationDays: LOG_DAYS,
      encryption: 's3',
      statements: (arn) => [accessLogsArrive(arn, accountId)],
    });
    const bucket = new PrivateBucket(this, 'objects', {
      bucketPrefix: bucketPrefix(deployment, `media-${region}`),
      accessLogBucketName: accessLogs.readyBucketName,
      statements: (arn) => distributionReads(arn, props.distributionArn, accountId),
    });

    const misses = new WorkQueue(this, 'misses', {
      name: name('misses'),
      consumerTimeoutSeconds: WORKER_TIMEOUT_SECONDS,
    });
    // A worker that is at work on a message hides it for longer, again and again.
    const largeObjects = new WorkQueue(this, 'large-objects', {
      name: name('large-objects'),
      consumerTimeoutSeconds: WORKER_TIMEOUT_SECONDS,
    });
    const environment: FillWorkerEnvironment = {
      WORKER_NAME: name('fill'),
      BUCKET_NAME: bucket.bucketName,
      SOURCE_URL: props.sourceUrl,
      SOURCE_MAY_BE_PRIVATE: 'false',
      ALLOWED_PREFIXES: JSON.stringify(props.allowedPrefixes),
      MAXIMUM_OBJECT_BYTES: String(props.maximumObjectBytes),
      REDIRECT_HOSTS: JSON.stringify(props.redirectHosts),
      REFRESH: String(props.refresh),
      LARGE_OBJECT_QUEUE_URL: largeObjects.url,
      FUNCTION_OBJECT_BYTES: String(props.functionObjectBytes),
    };
    const worker = new NodeFunction(this, 'worker', {
      functionName: name('fill'),
      description: `Copies objects that the bucket of ${region} lacks from the full origin.`,
      entry: 'backfill/queue/fill-worker.ts',
      memoryMegabytes: 1024,
      timeoutSeconds: WORKER_TIMEOUT_SECONDS,
      reservedConcurrency: props.fillConcurrency,
      environment,
      statements: [
        ...misses.consumerStatements,
        ...largeObjects.producerStatements,
        {
          // A version is deleted only when it is the worker's own, and the object was deleted while it was being written.
          actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObjectVersion'],
          resources: props.allowedPrefixes.map((prefix) => `${bucket.arn}/${prefix}*`),
        },
        // Without it S3 answers 403 where there is no such object.
        { actions: ['s3:ListBucket', 's3:ListBucketVersions'], resources: [bucket.arn] },
        { actions: ['kms:GenerateDataKey'], resources: [encryptionKeyArn] },
      ],
    });
    new QueueConsumer(this, 'consumer', {
      queue: misses,
      consumer: worker,
      maximumConcurrency: props.fillConcurrency,
      batchSize: 5,
    });

    new Alarm(this, 'refused-alarm', {
      name: `${name('fill')}-refused`,
      description: `The full origin answers ${name('fill')} with 401 or 403: such objects are not copied, and not tried again.`,
      metric: {
        namespace: WORKER_METRICS,
        name: REFUSED,
        dimensions: { service: name('fill') },
        statistic: 'Sum',
      },
      raisedWhen: 'at-least',
      threshold: 1,
    });

    this.region = region;
    this.awsRegion = awsRegion;
    this.originId = `bucket-${region}`;
    this.bucketName = bucket.bucketName;
    this.regionalDomainName = bucket.regionalDomainName;
    this.misses = misses;
    this.largeObjects = largeObjects;
  }
}

/** AWS leaves 36 characters for a prefix: it adds 26 of its own, and `PrivateBucket` a hyphen. */
const bucketPrefix = (deployment: string, role: string) => `${deployment}-${role}`.slice(0, 36);

/** S3 answers 404 for a missing object only to those who may list the bucket; everybody else gets 403, which is no miss. */
function distributionReads(bucketArn: string, distributionArn: string, accountId: string): PolicyStatement[] {
  const distribution = {
    principals: { Service: 'cloudfront.amazonaws.com' },
    conditions: { StringEquals: { 'aws:SourceArn': distributionArn, 'aws:SourceAccount': accountId } },
  };
  return [
    {
      sid: 'DistributionReads',
      ...distribution,
      actions: ['s3:GetObject'],
      resources: [`${bucketArn}/*`],
    },
    {
      sid: 'DistributionSeesWhatIsMissing',
      ...distribution,
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
    },
  ];
}

/** The bucket's policy names the one distribution. The key's cannot: the distribution would wait for the key. */
function distributionsDecrypt(accountId: string): PolicyStatement {
  return {
    sid: 'DistributionsDecrypt',
    principals: { Service: 'cloudfront.amazonaws.com' },
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${accountId}:distribution/*` } },
  };
}

function accessLogsArrive(bucketArn: string, accountId: string): PolicyStatement {
  return {
    sid: 'AccessLogsArrive',
    principals: { Service: 'logging.s3.amazonaws.com' },
    actions: ['s3:PutObject'],
    resources: [`${bucketArn}/*`],
    conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
  };
}
