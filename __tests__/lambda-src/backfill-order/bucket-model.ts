import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Steps } from './steps';

export interface Version {
  readonly id: string;
  readonly by: 'user' | 'worker';
  readonly isDeleteMarker: boolean;
  readonly body: string;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Weakness {
  /** Writes happen whatever their condition says. */
  readonly ignoresConditions?: boolean;
  /** Nobody learns of delete markers. */
  readonly hidesDeleteMarkers?: boolean;
}

/** A versioned bucket with one key, as S3 documents it, and a record of what a worker did to it that it must not do. */
export class BucketModel {
  /** Newest last. */
  versions: Version[] = [];
  readonly uploads = new Map<string, { metadata: Record<string, string>; parts: Map<number, string> }>();
  readonly violations: string[] = [];
  /** How many calls may still fail. */
  faultsLeft = 0;
  /** A deleted object was back for a moment. */
  wasBack = false;
  #ids = 0;

  constructor(
    private readonly steps: Steps,
    private readonly random: (below: number) => number,
    private readonly weakness: Weakness,
  ) {}

  get current(): Version | undefined {
    const newest = this.versions.at(-1);
    return newest?.isDeleteMarker === true ? undefined : newest;
  }

  /** Whether a worker's copy is served although somebody deleted the object before it was written. */
  get isResurrected(): boolean {
    return this.current?.by === 'worker' && this.versions.some((version) => version.isDeleteMarker);
  }

  newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  put(by: Version['by'], body: string, metadata: Record<string, string> = {}): Version {
    const version = { id: this.newId(), by, isDeleteMarker: false, body, etag: `"${body}"`, metadata };
    this.versions.push(version);
    return version;
  }

  delete(): void {
    this.versions.push({
      id: this.newId(),
      by: 'user',
      isDeleteMarker: true,
      body: '',
      etag: '',
      metadata: {},
    });
  }

  /** What a fill worker gets as its client. */
  client(): S3Client {
    const send = async (command: { input: object }) => {
      const fault = this.faultsLeft > 0 && this.random(12) === 0 ? this.random(3) + 1 : 0;
      if (fault > 0) this.faultsLeft -= 1;
      // Done, but the answer was lost, and the SDK asks again.
      if (fault === 3) await this.steps.take(() => this.#done(command)).catch(() => undefined);
      return await this.steps.take(() => {
        if (fault === 1) throw exception(503, 'SlowDown');
        const result = this.#done(command);
        // Done, but nobody hears of it.
        if (fault === 2) throw new Error('socket hang up');
        return result;
      });
    };
    return { send } as unknown as S3Client;
  }

  #done(command: unknown): object {
    if (command instanceof HeadObjectCommand) return this.#head();
    if (command instanceof PutObjectCommand) {
      const { Body, Metadata = {}, ...condition } = command.input;
      return this.#write(String(Body), Metadata, condition);
    }
    if (command instanceof CreateMultipartUploadCommand) {
      const UploadId = this.newId();
      this.uploads.set(UploadId, { metadata: command.input.Metadata ?? {}, parts: new Map() });
      return { UploadId };
    }
    if (command instanceof UploadPartCommand) {
      const { PartNumber = 0, Body } = command.input;
      this.#upload(command.input.UploadId).parts.set(PartNumber, String(Body));
      return { ETag: `"${PartNumber}"` };
    }
    if (command instanceof CompleteMultipartUploadCommand) {
      const { UploadId = '', MultipartUpload, ...condition } = command.input;
      const { metadata, parts } = this.#upload(UploadId);
      const body = (MultipartUpload?.Parts ?? []).map(({ PartNumber = 0 }) => parts.get(PartNumber)).join('');
      const result = this.#write(body, metadata, condition);
      this.uploads.delete(UploadId);
      return result;
    }
    if (command instanceof AbortMultipartUploadCommand) {
      this.#upload(command.input.UploadId);
      this.uploads.delete(command.input.UploadId ?? '');
      return {};
    }
    if (command instanceof ListObjectVersionsCommand) return this.#listed();
    if (command instanceof DeleteObjectCommand) {
      const removed = this.versions.find(({ id }) => id === command.input.VersionId);
      if (command.input.VersionId === undefined || removed?.by === 'user') {
        this.violations.push('a worker deleted what it had not written');
      }
      this.versions = this.versions.filter((version) => version !== removed);
      return {};
    }
    throw new Error(`unexpected ${String(command)}`);
  }

  #head(): object {
    const { current } = this;
    if (current !== undefined) {
      return { ETag: current.etag, Metadata: current.metadata, VersionId: current.id };
    }
    const isMarked = this.versions.length > 0 && this.weakness.hidesDeleteMarkers !== true;
    throw exception(404, 'NotFound', isMarked ? { 'x-amz-delete-marker': 'true' } : {});
  }

  #listed(): object {
    const all = [...this.versions].reverse().map((version, index) => ({
      marker: version.isDeleteMarker,
      entry: { Key: KEY, VersionId: version.id, IsLatest: index === 0 },
    }));
    const markers = this.weakness.hidesDeleteMarkers === true ? [] : all.filter(({ marker }) => marker);
    return {
      Versions: all.filter(({ marker }) => !marker).map(({ entry }) => entry),
      DeleteMarkers: markers.map(({ entry }) => entry),
    };
  }

  #write(
    body: string,
    metadata: Record<string, string>,
    { IfMatch, IfNoneMatch }: { IfMatch?: string | undefined; IfNoneMatch?: string | undefined },
  ): object {
    const { current } = this;
    if (this.weakness.ignoresConditions !== true) {
      if (IfNoneMatch === '*' && current !== undefined) throw exception(412, 'PreconditionFailed');
      if (IfMatch !== undefined && current === undefined) throw exception(404, 'NoSuchKey');
      if (IfMatch !== undefined && IfMatch !== current?.etag) throw exception(412, 'PreconditionFailed');
    }
    if (current?.by === 'user')
      this.violations.push(`a worker replaced ${current.body} of a user by ${body}`);
    if (current?.by === 'worker' && sourceVersion(current.body) >= sourceVersion(body)) {
      this.violations.push(`a worker replaced ${current.body} by ${body}`);
    }
    const version = this.put('worker', body, metadata);
    this.wasBack ||= this.isResurrected;
    return { ETag: version.etag, VersionId: version.id };
  }

  #upload(uploadId: string | undefined) {
    const upload = this.uploads.get(uploadId ?? '');
    if (upload === undefined) throw exception(404, 'NoSuchUpload');
    return upload;
  }
}

export const KEY = 'images/a.jpg';

/** Number of a version of the object at the source: its bodies begin with it. */
export function sourceVersion(body: string): number {
  return Number(/^s(\d+)/.exec(body)?.[1] ?? Number.NaN);
}

function exception(
  statusCode: number,
  name: string,
  headers: Record<string, string> = {},
): S3ServiceException {
  const error = new S3ServiceException({ name, $fault: 'client', $metadata: {} });
  return Object.assign(error, { $response: { statusCode, headers } });
}
