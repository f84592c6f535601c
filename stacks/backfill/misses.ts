import { Construct } from 'constructs';
import type { Document } from '../../config/document';
import type { EdgeTriggerConstants } from '../../lambda-src/backfill/signal/edge-trigger';
import { MissOrigin } from '../../modules/backfill/miss-origin';
import type { NearBucket } from '../../modules/backfill/near-bucket';
import { EDGE_REGION } from '../../modules/edge/edge-region';
import { LambdaAtEdge } from '../../modules/functions/lambda-at-edge';
import { ReplicaLogs } from '../../modules/functions/replica-logs';

export interface MissSignalProps {
  readonly document: Document;
  readonly nearBuckets: readonly NearBucket[];
  readonly distributionArn: string;
}

/** Who tells the fill workers what a bucket lacks: one of the two. */
export interface MissSignal {
  /** Asked for what each bucket lacks. */
  readonly missOrigins?: readonly MissOrigin[];
  /** Runs on the way to the full origin. */
  readonly missTriggerArn?: string;
}

export function createMissSignal(scope: Construct, props: MissSignalProps): MissSignal {
  return props.document.backfill.missSignal === 'function-url'
    ? { missOrigins: createMissOrigins(scope, props) }
    : { missTriggerArn: createMissTrigger(scope, props) };
}

function createMissOrigins(scope: Construct, props: MissSignalProps): MissOrigin[] {
  const { document, nearBuckets, distributionArn } = props;
  const { backfill, deployment } = document;
  const missOrigins = new Construct(scope, 'miss-origins');
  return nearBuckets.map(
    (bucket) =>
      new MissOrigin(missOrigins, bucket.region, {
        deployment,
        bucket,
        allowedPrefixes: backfill.allowedPrefixes,
        reserveConcurrency: backfill.reserveConcurrency,
        distributionArn,
      }),
  );
}

/** Reports what a bucket lacks while CloudFront asks the full origin for it. */
function createMissTrigger(scope: Construct, props: MissSignalProps): string {
  const { document, nearBuckets } = props;
  const { backfill, deployment } = document;
  const constants: EdgeTriggerConstants = {
    ALLOWED_PREFIXES: backfill.allowedPrefixes,
    MISS_QUEUES: Object.fromEntries(
      nearBuckets.map(({ originId, awsRegion, misses }) => [originId, [awsRegion, misses.name]]),
    ),
  };
  const trigger = new LambdaAtEdge(scope, 'miss-trigger', {
    namePrefix: `${deployment}-miss-signal`,
    description: 'Reports objects that a bucket lacks to the queue of its region.',
    entry: 'backfill/signal/edge-trigger.ts',
    constants: { ...constants },
    statements: nearBuckets.flatMap(({ misses }) => misses.producerStatements),
  });
  const replicaLogs = new Construct(scope, 'miss-trigger-logs');
  for (const bucket of nearBuckets.filter(({ awsRegion }) => awsRegion !== EDGE_REGION)) {
    new ReplicaLogs(replicaLogs, bucket.region, { logGroupName: trigger.logGroupName, place: bucket });
  }
  return trigger.versionArn;
}
