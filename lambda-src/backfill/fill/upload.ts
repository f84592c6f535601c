import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Store } from '../copy';
import type { StoredProperties } from '../source/properties';

const ABORT_TIMEOUT_MILLISECONDS = 5000;

/** Under which key, with which properties, and on which condition bytes become visible. */
export interface Target extends Store {
  readonly key: string;
  /** ETag of the copy that is replaced. @default - there must be none */
  readonly replaces?: string | undefined;
}

const place = ({ bucketName, key }: Target) => ({ Bucket: bucketName, Key: key });
const condition = ({ replaces }: Target) =>
  replaces === undefined ? { IfNoneMatch: '*' } : { IfMatch: replaces };

/** Writes an object in one request; returns its version where the bucket keeps versions. */
export async function put(
  target: Target,
  properties: StoredProperties,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<string | undefined> {
  const command = new PutObjectCommand({
    ...place(target),
    ...properties,
    ...condition(target),
    Body: bytes,
  });
  const { VersionId } = await target.s3.send(command, { abortSignal: signal });
  target.onWritten?.(target.key, bytes.length);
  return VersionId;
}

/** Writes an object in parts, in any order; nothing is visible under the key before `complete`. */
export class MultipartUpload {
  readonly #parts: CompletedPart[] = [];

  private constructor(
    private readonly target: Target,
    private readonly uploadId: string | undefined,
  ) {}

  static async begin(
    target: Target,
    properties: StoredProperties,
    signal: AbortSignal,
  ): Promise<MultipartUpload> {
    const command = new CreateMultipartUploadCommand({
      ...place(target),
      ...properties,
      // What the SDK sends with each part: S3 takes no part with another algorithm than the upload was begun with.
      ChecksumAlgorithm: 'CRC32',
    });
    const { UploadId } = await target.s3.send(command, { abortSignal: signal });
    return new MultipartUpload(target, UploadId);
  }

  /** Writes the part with this number (from 1). */
  async add(PartNumber: number, bytes: Buffer, signal: AbortSignal): Promise<void> {
    const command = new UploadPartCommand({
      ...this.#upload,
      PartNumber,
      Body: bytes,
      ChecksumAlgorithm: 'CRC32',
    });
    const { ETag, ChecksumCRC32 } = await this.target.s3.send(command, { abortSignal: signal });
    this.#parts[PartNumber - 1] = { ETag, ChecksumCRC32, PartNumber };
    this.target.onWritten?.(this.target.key, bytes.length);
  }

  /** Shows the object; returns its version where the bucket keeps versions. */
  async complete(signal: AbortSignal): Promise<string | undefined> {
    const command = new CompleteMultipartUploadCommand({
      ...this.#upload,
      ...condition(this.target),
      MultipartUpload: { Parts: this.#parts },
    });
    return (await this.target.s3.send(command, { abortSignal: signal })).VersionId;
  }

  /** Never fails: the bucket's lifecycle removes what this leaves behind. */
  async abort(): Promise<void> {
    const abortSignal = AbortSignal.timeout(ABORT_TIMEOUT_MILLISECONDS);
    await this.target.s3
      .send(new AbortMultipartUploadCommand(this.#upload), { abortSignal })
      .catch(() => undefined);
  }

  get #upload() {
    return { ...place(this.target), UploadId: this.uploadId };
  }
}
