import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { EncryptionKey } from '../encryption/encryption-key';
import { Caller } from '../iam/caller';
import { AlarmTopic } from '../observability/alarm-topic';
import { WorkQueue } from '../queue/work-queue';
import { PrivateBucket } from '../storage/private-bucket';
import { surround } from '../surroundings';
import { accessLogsArrive, distributionReads, distributionsDecrypt } from './near-bucket-policies';
import { type FillRules, fillWorker, WORKER_TIMEOUT_SECONDS } from './near-bucket-worker';

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
  readonly rules: FillRules;
  /** Who is told when fills fail. */
  readonly alarmEmail: string;
}

const LOG_DAYS = 365;
/** An object that goes within a month never pays for being watched. */
const TIER_DAYS = 30;
/** Copies can be made again; what a refresh replaced is kept for those who look into it. */
const REPLACED_COPY_DAYS = 7;

/** The bucket of one region that fills itself: what it lacks is queued, and a worker copies it from the source. */
export class NearBucket extends Construct {
  public readonly region: string;
  public readonly awsRegion: string;
  /** By which the distribution, the router and the miss trigger know the bucket. */
  public readonly originId: string;
  public readonly bucketName: string;
  public readonly regionalDomainName: string;
  public readonly misses: WorkQueue;
  /** Keys of objects that one function run cannot copy; `npx meridian fill-worker` reads it. */
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
      expirationDays: props.rules.expirationDays,
      tierDays: TIER_DAYS,
      noncurrentVersionDays: REPLACED_COPY_DAYS,
      statements: (arn) => distributionReads(arn, props.distributionArn),
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
    fillWorker(this, {
      name: name('fill'),
      region,
      bucket,
      misses,
      largeObjects,
      sourceUrl: props.sourceUrl,
      rules: props.rules,
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
