import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { DigestCheck, offeredDigest } from './digest';
import { type Outcome, TransientError } from './outcome';
import type { SourceObject } from './source';

export interface Store {
  readonly s3: S3Client;
  readonly bucketName: string;
}

/** Objects up to this size are held in memory and written in one request; it is the smallest part, too. */
export const PART_BYTES = 8 * 1024 * 1024;
/** S3's limit of parts per upload. */
const MAXIMUM_PARTS = 10_000;

/** Whether there is anything to do for this key. */
export async function present(
  { s3, bucketName }: Store,
  key: string,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucketName, Key: key }), { abortSignal: signal });
    return 'already-present';
  } catch (error) {
    if (!(error instanceof S3ServiceException) || error.$response?.statusCode !== 404) throw transient(error);
    return error.$response.headers['x-amz-delete-marker'] === 'true' ? 'deleted-here' : undefined;
  }
}

/**
 * Writes the object where there is none yet, and only when it is complete.
 *
 * The bytes are counted in every path, because neither S3 nor the SDK notices a body that ends early; nothing is visible
 * under the key before the last byte has arrived and the count is right.
 */
export async function store(
  destination: Store,
  key: string,
  object: SourceObject,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<Outcome> {
  if ((object.contentLength ?? 0) > maximumBytes) {
    object.discard();
    return 'too-large';
  }
  try {
    return await writeParts(destination, key, object, maximumBytes, signal);
  } catch (error) {
    // Somebody stored the object in the meantime: theirs is as good as ours, and may be newer.
    if (error instanceof S3ServiceException && error.$response?.statusCode === 412) return 'already-present';
    throw transient(error);
  } finally {
    object.discard();
  }
}

async function writeParts(
  { s3, bucketName }: Store,
  key: string,
  object: SourceObject,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const target = { Bucket: bucketName, Key: key };
  const options = { abortSignal: signal };
  const partBytes = Math.max(PART_BYTES, Math.ceil((object.contentLength ?? maximumBytes) / MAXIMUM_PARTS));
  const parts = partsOf(object, partBytes, maximumBytes);
  const properties = storedProperties(object);

  const first = await parts.next();
  if (first.value === 'too-large') return 'too-large';
  if (first.value.isLast) {
    await s3.send(
      new PutObjectCommand({ ...target, ...properties, Body: first.value.bytes, IfNoneMatch: '*' }),
      options,
    );
    return 'stored';
  }

  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...target, ...properties }), options);
  const upload = { ...target, UploadId };
  try {
    const completed: CompletedPart[] = [];
    for (let part = first; ; part = await parts.next()) {
      if (part.value === 'too-large') {
        await s3.send(new AbortMultipartUploadCommand(upload));
        return 'too-large';
      }
      const PartNumber = completed.length + 1;
      const { ETag } = await s3.send(
        new UploadPartCommand({ ...upload, PartNumber, Body: part.value.bytes }),
        options,
      );
      completed.push({ ETag, PartNumber });
      if (part.value.isLast) break;
    }
    await s3.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        MultipartUpload: { Parts: completed },
        IfNoneMatch: '*',
      }),
      options,
    );
    return 'stored';
  } catch (error) {
    // The bucket's lifecycle removes what this leaves behind.
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

interface Part {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/** Cuts the body into parts of one size; the last one is only returned when every byte has arrived, and the right ones. */
async function* partsOf(
  { body, contentLength, headers }: SourceObject,
  partBytes: number,
  maximumBytes: number,
): AsyncGenerator<Part | 'too-large', Part | 'too-large'> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let received = 0;
  const digest = new DigestCheck(offeredDigest(headers));
  for await (const chunk of body) {
    received += chunk.length;
    digest.update(chunk);
    if (received > maximumBytes) return 'too-large';
    pending.push(chunk);
    pendingBytes += chunk.length;
    // One byte more than a part is kept back, so that the last part is never empty.
    while (pendingBytes > partBytes) {
      const bytes = Buffer.concat(pending);
      yield { bytes: bytes.subarray(0, partBytes), isLast: false };
      pending = [bytes.subarray(partBytes)];
      pendingBytes -= partBytes;
    }
  }
  if (contentLength !== undefined && received !== contentLength) {
    throw new TransientError(`source: expected ${contentLength} bytes, got ${received}`);
  }
  const mismatch = digest.mismatch();
  if (mismatch !== undefined) {
    throw new TransientError(`source: expected ${mismatch}`);
  }
  return { bytes: Buffer.concat(pending), isLast: true };
}

type StoredProperties = Omit<PutObjectCommandInput, 'Bucket' | 'Key' | 'Body'>;

/** What a viewer sees beside the bytes, and where the bytes came from. */
function storedProperties({ headers, contentLength }: SourceObject): StoredProperties {
  const expires = new Date(headers.expires ?? Number.NaN);
  const source: Record<string, string | undefined> = {
    'source-etag': headers.etag,
    'source-last-modified': headers['last-modified'],
    'source-length': contentLength?.toString(),
  };
  return {
    ContentType: headers['content-type'],
    CacheControl: headers['cache-control'],
    ContentDisposition: headers['content-disposition'],
    ContentEncoding: headers['content-encoding'],
    ContentLanguage: headers['content-language'],
    Expires: Number.isNaN(expires.valueOf()) ? undefined : expires,
    Metadata: Object.fromEntries(
      Object.entries(source).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

function transient(error: unknown): TransientError {
  if (error instanceof TransientError) return error;
  return new TransientError(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
