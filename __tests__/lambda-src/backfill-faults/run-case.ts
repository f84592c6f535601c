import type { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Fill, fill } from '../../../lambda-src/backfill/fill/fill';
import { missMessage } from '../../../lambda-src/backfill/message';
import type { RawSource } from '../../support/raw-source';
import type { S3Fault, S3Operation, StrictBucket, StrictS3 } from '../../support/strict-s3';
import { type Fate, type FaultCase, MAXIMUM_BYTES, objectBytes, PART_BYTES } from './faults';
import { faultyAnswer } from './faulty-source';

const passed = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const KEY = 'images/日 本.jpg';
const RIVAL = Buffer.from('somebody else was faster');
/** Deliveries before a message moves to the dead-letter queue: SQS makes five, of which the last two show nothing new. */
const MAXIMUM_DELIVERIES = 3;
/** An invocation's time; it is up earlier where source or bucket fall silent, because nothing else happens then. */
const INVOCATION_MILLISECONDS = 30_000;
const SILENCE_MILLISECONDS = 10;
/** What a fill may take beyond its time before it counts as hanging. */
const GRACE_MILLISECONDS = 15_000;

/** Delivers one message until it is done with or dead-lettered, and says what was wrong with that. */
export async function violationsOf(each: FaultCase, source: RawSource, s3: StrictS3): Promise<string[]> {
  const bucket = s3.bucket(each.id);
  let invocation = new AbortController();
  // The source's silence shows when the bucket, too, has nothing left to do.
  const endInvocation = async (isBucketBusy: () => boolean) => {
    const ending = invocation;
    // Worker, source and bucket share this process: three quiet turns mean that none of them has anything to do.
    for (let quiet = 0; quiet < 3; quiet = isBucketBusy() ? 0 : quiet + 1) await passed(SILENCE_MILLISECONDS);
    ending.abort(new Error('the time is up'));
  };
  bucket.fault = faultOf(each, bucket, () => endInvocation(() => false));
  const url = source.serve(
    each.id,
    faultyAnswer(each, () => endInvocation(() => bucket.inProgress > 0)),
  );
  const { s3: client, excusedUploads } = watched(s3.client);
  const job: Fill = {
    destination: { s3: client, bucketName: each.id },
    source: { url, mayBePrivate: true, redirectHosts: [new URL(url).host] },
    allowedPrefixes: ['images/'],
    maximumObjectBytes: MAXIMUM_BYTES,
    partBytes: PART_BYTES,
  };
  const violations: string[] = [];
  let fate: Fate = 'dead-lettered';
  let reason = '';
  for (let delivery = 1; delivery <= MAXIMUM_DELIVERIES && fate === 'dead-lettered'; delivery += 1) {
    invocation = new AbortController();
    const settled = await delivered(job, invocation);
    if ('outcome' in settled) fate = settled.outcome;
    else reason = settled.error;
    if ('violation' in settled && settled.violation !== undefined) violations.push(settled.violation);
    violations.push(...visible(each, bucket));
  }
  if (!each.expected.includes(fate)) {
    violations.push(`expected ${each.expected.join(' or ')}, got ${fate} ${reason}`);
  }
  if (fate === 'stored' && !bucket.written.some(({ version }) => version.body !== RIVAL)) {
    violations.push('says that it stored the object, and did not');
  }
  if (fate === 'already-present' && bucket.current(KEY) === undefined) {
    violations.push('says that the object is present, and it is not');
  }
  if (bucket.uploads.size > excusedUploads()) {
    violations.push(`left ${bucket.uploads.size} multipart uploads open`);
  }
  violations.push(...bucket.refusals.map((refusal) => `S3 refused ${refusal}`));
  source.forget(each.id);
  s3.forget(each.id);
  return violations.map((violation) => `${violation}: ${JSON.stringify(each)}`);
}

async function delivered(
  job: Fill,
  invocation: AbortController,
): Promise<{ outcome: Fate } | { error: string; violation?: string | undefined }> {
  const end = setTimeout(() => invocation.abort(), INVOCATION_MILLISECONDS);
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<{ error: string; violation: string }>((resolve) => {
    const late = () => resolve({ error: 'hang', violation: 'hangs' });
    timer = setTimeout(late, INVOCATION_MILLISECONDS + GRACE_MILLISECONDS);
  });
  try {
    const filled = fill(job, missMessage(KEY), invocation.signal);
    return await Promise.race([hang, filled.then((outcome) => ({ outcome }))]);
  } catch (error) {
    const isTransient = error instanceof Error && error.name === 'TransientError';
    return { error: String(error), violation: isTransient ? undefined : `throws ${String(error)}` };
  } finally {
    clearTimeout(end);
    clearTimeout(timer);
  }
}

/** Whatever a viewer could ever have seen must be a whole object: the rival's, or a version that the source had. */
function visible(each: FaultCase, bucket: StrictBucket): string[] {
  const whole = [RIVAL, objectBytes(each.length), objectBytes(each.length, 2)];
  return bucket.written
    .filter(({ key, version }) => key !== KEY || !whole.some((body) => body.equals(version.body)))
    .map(({ key, version }) => `${key} was visible with ${version.body.length} of ${each.length} bytes`);
}

function faultOf(
  each: FaultCase,
  bucket: StrictBucket,
  onSilence: () => unknown,
): (operation: S3Operation, count: number) => S3Fault | undefined {
  return (operation, count) => {
    const found = each.store.find((store) => store.operation === operation && (each.lasting || count === 1));
    if (found === undefined) return undefined;
    if (found.fault.kind === 'silence' && operation !== 'ABORT') onSilence();
    if (found.fault.kind !== 'rival') return found.fault;
    if (bucket.current(KEY) === undefined) bucket.put(KEY, RIVAL);
    return undefined;
  };
}

/**
 * The client, and how many uploads nobody can be blamed for: those whose creation was not answered, or whose abort failed. The
 * bucket's lifecycle removes them.
 */
function watched(client: S3Client): { s3: S3Client; excusedUploads: () => number } {
  let excused = 0;
  const send = async (command: PutObjectCommand, options: { abortSignal?: AbortSignal }) => {
    try {
      return await client.send(command, options);
    } catch (error) {
      const name = command.constructor.name;
      if (name === 'CreateMultipartUploadCommand' || name === 'AbortMultipartUploadCommand') excused += 1;
      throw error;
    }
  };
  return { s3: { send } as unknown as S3Client, excusedUploads: () => excused };
}
