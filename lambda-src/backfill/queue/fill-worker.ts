import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { optionalVariable, readEnvironment } from '../../shared/environment';
import { createLogger } from '../../shared/logger';
import { createMetrics } from '../../shared/metrics';
import { type FillWorkerEnvironment, METRIC_NAMESPACE } from '../environment';
import type { Fill, LargeObjects } from '../fill/fill';
import { fillOnce } from '../fill/fill-once';
import { largeObjectQueue } from './large-objects';
import { delayRetry } from './retry';

const environment: FillWorkerEnvironment = readEnvironment(
  'WORKER_NAME',
  'BUCKET_NAME',
  'SOURCE_URL',
  'SOURCE_MAY_BE_PRIVATE',
  'ALLOWED_PREFIXES',
  'MAXIMUM_OBJECT_BYTES',
);
const job: Fill = {
  destination: { s3: new S3Client(), bucketName: environment.BUCKET_NAME },
  source: {
    url: environment.SOURCE_URL,
    mayBePrivate: environment.SOURCE_MAY_BE_PRIVATE === 'true',
    redirectHosts: JSON.parse(optional('REDIRECT_HOSTS') ?? '[]'),
  },
  allowedPrefixes: JSON.parse(environment.ALLOWED_PREFIXES),
  maximumObjectBytes: Number(environment.MAXIMUM_OBJECT_BYTES),
  refresh: optional('REFRESH') === 'true',
  largeObjects: largeObjects(),
  onIgnoredDigest: () => metrics.addMetric('digest-ignored', MetricUnit.Count, 1),
};
const logger = createLogger(environment.WORKER_NAME);
const metrics = createMetrics(METRIC_NAMESPACE, environment.WORKER_NAME);
const processor = new BatchProcessor(EventType.SQS);

/** Time to abort what is unfinished and to answer before Lambda ends the invocation. */
const RESERVE_MILLISECONDS = 20_000;

/** SQS: fills one object per message; only the messages that may succeed later go back to the queue. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const remaining = Math.max(context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS, 1);
  const signal = AbortSignal.timeout(remaining);
  const fillRecord = (record: SQSRecord) => filled(record, signal);
  // Where every message failed, each of them has failed; the invocation has not.
  const options = { context, throwOnFullBatchFailure: false };
  try {
    return await processPartialResponse(event, fillRecord, processor, options);
  } finally {
    metrics.publishStoredMetrics();
  }
}

async function filled(record: SQSRecord, signal: AbortSignal): Promise<void> {
  const { messageId, body } = record;
  try {
    const outcome = await fillOnce(job, body, signal, messageId);
    metrics.addMetric(outcome, MetricUnit.Count, 1);
    logger.info('message done', { messageId, outcome });
  } catch (error) {
    metrics.addMetric('retried', MetricUnit.Count, 1);
    logger.warn('message will be tried again', { messageId, reason: String(error) });
    await delayRetry(record, error).catch((reason: unknown) =>
      logger.warn('message comes back late', { messageId, reason: String(reason) }),
    );
    throw error;
  }
}

function largeObjects(): LargeObjects | undefined {
  const url = optional('LARGE_OBJECT_QUEUE_URL');
  if (url === undefined) return undefined;
  const overBytes = Number(optional('FUNCTION_OBJECT_BYTES') ?? Number.POSITIVE_INFINITY);
  return largeObjectQueue({ url, awsRegion: readEnvironment('AWS_REGION').AWS_REGION }, overBytes);
}

function optional(name: keyof FillWorkerEnvironment): string | undefined {
  return optionalVariable(name);
}
