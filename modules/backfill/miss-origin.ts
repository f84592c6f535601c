import { Construct } from 'constructs';
import type { MissOriginEnvironment } from '../../lambda-src/backfill/signal/miss-origin';
import { FunctionUrl } from '../functions/function-url';
import { NodeFunction } from '../functions/node-function';
import { surround, surroundings } from '../surroundings';
import type { NearBucket } from './near-bucket';

export interface MissOriginProps {
  readonly deployment: string;
  readonly bucket: NearBucket;
  readonly allowedPrefixes: readonly string[];
  /** Whether `MISS_ORIGIN_CONCURRENCY` is kept free for it, and never exceeded. */
  readonly reserveConcurrency: boolean;
  /** The only caller; may be known after the origin. */
  readonly distributionArn: string;
}

/** Ten thousand misses a second, at ten milliseconds each; viewers beyond that are refused, and the alarm says so. */
export const MISS_ORIGIN_CONCURRENCY = 100;

/**
 * What CloudFront asks for the objects that one bucket lacks: a function beside the bucket that reports the miss and
 * sends the viewer on to the full origin.
 */
export class MissOrigin extends Construct {
  public readonly originId: string;
  /** Bucket that it stands behind. */
  public readonly bucketOriginId: string;
  public readonly domainName: string;

  constructor(scope: Construct, id: string, props: MissOriginProps) {
    super(scope, id);
    const { bucket } = props;
    surround(this, surroundings(bucket));
    const environment: MissOriginEnvironment = {
      MISS_QUEUE_URL: bucket.misses.url,
      ALLOWED_PREFIXES: JSON.stringify(props.allowedPrefixes),
    };
    const missOrigin = new NodeFunction(this, 'function', {
      functionName: `${props.deployment}-miss-origin-${bucket.region}`,
      description: `Reports objects that the bucket of ${bucket.region} lacks, and sends viewers to the full origin.`,
      entry: 'backfill/signal/miss-origin.ts',
      memoryMegabytes: 256,
      timeoutSeconds: 5,
      reservedConcurrency: props.reserveConcurrency ? MISS_ORIGIN_CONCURRENCY : undefined,
      environment,
      statements: bucket.misses.producerStatements,
    });
    this.originId = `misses-${bucket.region}`;
    this.bucketOriginId = bucket.originId;
    this.domainName = new FunctionUrl(this, 'url', {
      function: missOrigin,
      distributionArn: props.distributionArn,
    }).domainName;
  }
}
