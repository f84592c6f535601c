import { HeadObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { reasonOf, TransientError } from './outcome';

export interface Store {
  readonly s3: S3Client;
  readonly bucketName: string;
  /** Told of every part, and of objects that are one, when it is written. @default - nobody is */
  readonly onWritten?: ((key: string, bytes: number) => void) | undefined;
}

/** An object in the bucket. */
export interface Copy {
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the bucket has under the key, whether somebody deleted it there, or nothing. */
export async function copyIn(
  { s3, bucketName }: Store,
  key: string,
  signal: AbortSignal,
): Promise<Copy | 'deleted-here' | undefined> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucketName, Key: key }), {
      abortSignal: signal,
    });
    return { etag: head.ETag, versionId: head.VersionId, metadata: head.Metadata ?? {} };
  } catch (error) {
    if (!(error instanceof S3ServiceException) || error.$response?.statusCode !== 404) throw transient(error);
    return error.$response.headers['x-amz-delete-marker'] === 'true' ? 'deleted-here' : undefined;
  }
}

export function transient(error: unknown): TransientError {
  if (error instanceof TransientError) return error;
  return new TransientError(error instanceof Error ? `${error.name}: ${reasonOf(error)}` : String(error));
}
