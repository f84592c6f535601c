import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';

export type S3Operation =
  | 'HEAD'
  | 'GET'
  | 'PUT'
  | 'CREATE'
  | 'PART'
  | 'COMPLETE'
  | 'ABORT'
  | 'DELETE'
  | 'VERSIONS';

export type S3Fault =
  /** Refuses, and has done nothing. */
  | { readonly kind: 'status'; readonly status: number }
  /** The connection ends; nothing has been done. */
  | { readonly kind: 'reset-before' }
  /** The connection ends after the work, so that nobody hears of it. */
  | { readonly kind: 'reset-after' }
  /** S3 begins to answer `COMPLETE` with 200 before it knows; nothing has been done. */
  | { readonly kind: 'error-in-200' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'silence' };

export interface ObjectVersion {
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  readonly body: Buffer;
  readonly etag: string;
  readonly headers: IncomingHttpHeaders;
}

interface UploadedPart {
  readonly etag: string;
  readonly body: Buffer;
  /** Header with the checksum that it was sent with, such as `x-amz-checksum-crc32`. */
  readonly checksum: readonly [name: string, value: string] | undefined;
}

interface Upload {
  readonly key: string;
  readonly headers: IncomingHttpHeaders;
  readonly parts: Map<number, UploadedPart>;
}

/** A versioned bucket, and what was asked of it. */
export class StrictBucket {
  /** Newest version last. */
  readonly versions = new Map<string, ObjectVersion[]>();
  readonly uploads = new Map<string, Upload>();
  readonly operations: S3Operation[] = [];
  /** Requests that have not been answered yet. */
  inProgress = 0;
  /** Requests that S3 refuses because the client did something wrong. */
  readonly refusals: string[] = [];
  /** Everything that was ever visible under a key. */
  readonly written: { readonly key: string; readonly version: ObjectVersion }[] = [];
  /** The fault of the `count`th request (from 1) of one kind. */
  fault: (operation: S3Operation, count: number) => S3Fault | undefined = () => undefined;
  #ids = 0;

  newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  current(key: string): ObjectVersion | undefined {
    const newest = this.versions.get(key)?.at(-1);
    return newest?.isDeleteMarker === true ? undefined : newest;
  }

  isDeleted(key: string): boolean {
    return this.versions.get(key)?.at(-1)?.isDeleteMarker === true;
  }

  /** What somebody else does to the bucket. */
  put(key: string, body: Buffer, headers: IncomingHttpHeaders = {}): ObjectVersion {
    const version = {
      versionId: this.newId(),
      isDeleteMarker: false,
      body,
      etag: `"${md5(body).toString('hex')}"`,
      headers,
    };
    this.add(key, version);
    return version;
  }

  delete(key: string): void {
    this.add(key, {
      versionId: this.newId(),
      isDeleteMarker: true,
      body: Buffer.alloc(0),
      etag: '',
      headers: {},
    });
  }

  add(key: string, version: ObjectVersion): void {
    this.versions.set(key, [...(this.versions.get(key) ?? []), version]);
    if (!version.isDeleteMarker) this.written.push({ key, version });
  }
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(code);
  }
}

/**
 * Path-style S3 that checks what AWS checks and local emulators do not: lengths, digests, the order and size of parts, part
 * ETags, the size of metadata, conditions at the moment of writing. Buckets come into being when they are asked for.
 */
export class StrictS3 {
  readonly #buckets = new Map<string, StrictBucket>();
  // A connection that it closed for its idleness could just be taken for the next request.
  readonly #server = createServer(
    { keepAliveTimeout: 0 },
    (request, response) => void this.#answer(request, response),
  );
  client = new S3Client();
  url = '';

  /** @param minimumPartBytes S3's is 5 MiB; less lets tests use small objects */
  constructor(readonly minimumPartBytes: number) {}

  async start(): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    this.client = this.newClient(1);
  }

  newClient(maxAttempts: number): S3Client {
    return new S3Client({
      endpoint: this.url,
      region: 'eu-central-1',
      forcePathStyle: true,
      maxAttempts,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  }

  stop(): void {
    this.client.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  bucket(name: string): StrictBucket {
    const bucket = this.#buckets.get(name) ?? new StrictBucket();
    this.#buckets.set(name, bucket);
    return bucket;
  }

  forget(name: string): void {
    this.#buckets.delete(name);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, bucketName = '', ...segments] = url.pathname.split('/');
    const bucket = this.bucket(bucketName);
    const key = decodeURIComponent(segments.join('/'));
    const operation = operationOf(request.method ?? '', url.searchParams);
    bucket.operations.push(operation);
    const fault = bucket.fault(operation, bucket.operations.filter((each) => each === operation).length);

    bucket.inProgress += 1;
    response.on('close', () => {
      bucket.inProgress -= 1;
    });
    const received = await bodyOf(request);
    // The client went away in the middle; S3 forgets what it had of the body.
    if (received === undefined) return;
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'slow') await new Promise((passed) => setTimeout(passed, fault.milliseconds));
    if (fault?.kind === 'reset-before') return void request.socket.resetAndDestroy();
    if (fault?.kind === 'status')
      return refuse(response, new Refusal(fault.status, `Injected${fault.status}`));
    if (fault?.kind === 'error-in-200') {
      return void response.end('<?xml version="1.0"?><Error><Code>InternalError</Code></Error>');
    }
    try {
      const answer = this.#done(bucket, operation, key, url.searchParams, request.headers, received);
      if (fault?.kind === 'reset-after') return void request.socket.resetAndDestroy();
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 400 || error.status === 411)
        bucket.refusals.push(`${operation} ${key}: ${error.code}`);
      if (fault?.kind === 'reset-after') return void request.socket.resetAndDestroy();
      refuse(response, error);
    }
  }

  #done(
    bucket: StrictBucket,
    operation: S3Operation,
    key: string,
    parameters: URLSearchParams,
    headers: IncomingHttpHeaders,
    received: Buffer,
  ): { status?: number; headers?: Record<string, string>; body?: string } {
    switch (operation) {
      case 'HEAD': {
        const version = existing(bucket, key);
        return { headers: describedBy(version) };
      }
      case 'PUT': {
        const { body } = checkedBody(headers, received);
        checkMetadata(headers);
        checkConditions(bucket, key, headers);
        const version = bucket.put(key, body, headers);
        return { headers: { etag: version.etag, 'x-amz-version-id': version.versionId } };
      }
      case 'CREATE': {
        checkMetadata(headers);
        const uploadId = bucket.newId();
        bucket.uploads.set(uploadId, { key, headers, parts: new Map() });
        return {
          body: `<InitiateMultipartUploadResult><UploadId>${uploadId}</UploadId></InitiateMultipartUploadResult>`,
        };
      }
      case 'PART': {
        const number = Number(parameters.get('partNumber'));
        if (!Number.isInteger(number) || number < 1 || number > 10_000) {
          throw new Refusal(400, 'InvalidArgument');
        }
        const { body, checksum } = checkedBody(headers, received);
        const etag = `"${md5(body).toString('hex')}"`;
        const upload = uploadOf(bucket, key, parameters);
        const begunWith = checksumHeaderOf(upload);
        if (begunWith !== undefined && checksum?.[0] !== begunWith) throw new Refusal(400, 'InvalidRequest');
        upload.parts.set(number, { etag, body, checksum });
        return { headers: { etag, ...(checksum && { [checksum[0]]: checksum[1] }) } };
      }
      case 'COMPLETE': {
        const upload = uploadOf(bucket, key, parameters);
        const bodies = completedParts(upload, received.toString(), this.minimumPartBytes);
        checkConditions(bucket, key, headers);
        const body = Buffer.concat(bodies);
        const digests = Buffer.concat(bodies.map(md5));
        const version = {
          versionId: bucket.newId(),
          isDeleteMarker: false,
          body,
          etag: `"${md5(digests).toString('hex')}-${bodies.length}"`,
          headers: upload.headers,
        };
        bucket.uploads.delete(parameters.get('uploadId') ?? '');
        bucket.add(key, version);
        return {
          headers: { 'x-amz-version-id': version.versionId },
          body: `<CompleteMultipartUploadResult><ETag>${version.etag.replaceAll('"', '&quot;')}</ETag></CompleteMultipartUploadResult>`,
        };
      }
      case 'ABORT':
        uploadOf(bucket, key, parameters);
        bucket.uploads.delete(parameters.get('uploadId') ?? '');
        return { status: 204 };
      case 'DELETE': {
        const versionId = parameters.get('versionId');
        if (versionId === null) bucket.delete(key);
        else
          bucket.versions.set(
            key,
            (bucket.versions.get(key) ?? []).filter((version) => version.versionId !== versionId),
          );
        return { status: 204 };
      }
      case 'VERSIONS':
        return { body: listed(bucket, parameters) };
      default:
        throw new Refusal(501, 'NotImplemented');
    }
  }
}

function operationOf(method: string, parameters: URLSearchParams): S3Operation {
  if (method === 'POST') return parameters.has('uploads') ? 'CREATE' : 'COMPLETE';
  if (method === 'PUT') return parameters.has('partNumber') ? 'PART' : 'PUT';
  if (method === 'DELETE') return parameters.has('uploadId') ? 'ABORT' : 'DELETE';
  if (method === 'GET') return parameters.has('versions') ? 'VERSIONS' : 'GET';
  return 'HEAD';
}

function existing(bucket: StrictBucket, key: string): ObjectVersion {
  const version = bucket.current(key);
  if (version !== undefined) return version;
  throw new Refusal(404, 'NoSuchKey', bucket.isDeleted(key) ? { 'x-amz-delete-marker': 'true' } : undefined);
}

function uploadOf(bucket: StrictBucket, key: string, parameters: URLSearchParams): Upload {
  const upload = bucket.uploads.get(parameters.get('uploadId') ?? '');
  if (upload === undefined || upload.key !== key) throw new Refusal(404, 'NoSuchUpload');
  return upload;
}

/** Decided when the write becomes visible, as S3 does; a delete marker counts as nothing. */
function checkConditions(bucket: StrictBucket, key: string, headers: IncomingHttpHeaders): void {
  const current = bucket.current(key);
  if (headers['if-none-match'] === '*' && current !== undefined) throw new Refusal(412, 'PreconditionFailed');
  const expected = headers['if-match'];
  if (expected === undefined) return;
  if (current === undefined) throw new Refusal(404, 'NoSuchKey');
  if (expected !== current.etag) throw new Refusal(412, 'PreconditionFailed');
}

/** S3 takes 2 KB of names and values, and signs headers as ASCII. */
function checkMetadata(headers: IncomingHttpHeaders): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (/[^\t\x20-\x7e]/.test(String(value))) throw new Refusal(403, 'SignatureDoesNotMatch');
    if (name.startsWith('x-amz-meta-')) bytes += name.length - 'x-amz-meta-'.length + String(value).length;
  }
  if (bytes > 2048) throw new Refusal(400, 'MetadataTooLarge');
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

/** The header that the parts of an upload have to have, where it was begun with an algorithm. */
function checksumHeaderOf({ headers }: Upload): string | undefined {
  const algorithm = headers['x-amz-checksum-algorithm'];
  return algorithm === undefined ? undefined : `x-amz-checksum-${String(algorithm).toLowerCase()}`;
}

function checkedBody(
  headers: IncomingHttpHeaders,
  received: Buffer,
): Pick<UploadedPart, 'body' | 'checksum'> {
  if (headers['content-length'] === undefined && headers['x-amz-decoded-content-length'] === undefined) {
    throw new Refusal(411, 'MissingContentLength');
  }
  const isChunked = headers['content-encoding']?.includes('aws-chunked') === true;
  const { body, trailers } = isChunked ? decodedChunks(received) : { body: received, trailers: {} };
  const declared = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (Number(declared) !== body.length) throw new Refusal(400, 'IncompleteBody');

  const offered: Record<string, string | undefined> = { ...trailers };
  for (const name of [
    'content-md5',
    'x-amz-checksum-crc32',
    'x-amz-checksum-sha256',
    'x-amz-checksum-sha1',
  ]) {
    offered[name] ??= headers[name] as string | undefined;
  }
  const actual: Record<string, () => string> = {
    'content-md5': () => md5(body).toString('base64'),
    'x-amz-checksum-crc32': () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(crc32(body));
      return bytes.toString('base64');
    },
    'x-amz-checksum-sha256': () => createHash('sha256').update(body).digest('base64'),
    'x-amz-checksum-sha1': () => createHash('sha1').update(body).digest('base64'),
  };
  for (const [name, value] of Object.entries(offered)) {
    if (value !== undefined && value !== actual[name]?.()) throw new Refusal(400, `BadDigest of ${name}`);
  }
  const checksum = Object.entries(offered).find(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0].startsWith('x-amz-checksum-'),
  );
  return { body, checksum };
}

/** The SDK's framing of bodies that it streams: chunks with their length in hexadecimal, then trailers. */
function decodedChunks(received: Buffer): { body: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = received.indexOf('\r\n', at);
    const length = Number.parseInt(received.toString('latin1', at, lineEnd), 16);
    if (lineEnd < 0 || Number.isNaN(length)) throw new Refusal(400, 'IncompleteBody');
    if (length === 0) {
      const lines = received.toString('latin1', lineEnd + 2).split('\r\n');
      const trailers = lines.filter((line) => line.includes(':')).map((line) => line.split(':', 2));
      return { body: Buffer.concat(chunks), trailers: Object.fromEntries(trailers) };
    }
    chunks.push(received.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
}

/** Sizes, order, ETags and checksums, as S3 compares them when an upload is completed. */
function completedParts(upload: Upload, xml: string, minimumPartBytes: number): Buffer[] {
  const { parts } = upload;
  const isBegunWithChecksum = checksumHeaderOf(upload) !== undefined;
  const named = [...xml.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1]),
    etag: /<ETag>(.*?)<\/ETag>/.exec(part)?.[1]?.replaceAll('&quot;', '"') ?? '',
    checksum: /<Checksum(\w+)>(.*?)<\/Checksum/.exec(part)?.[2],
  }));
  if (named.length === 0) throw new Refusal(400, 'MalformedXML');
  return named.map(({ number, etag, checksum }, index) => {
    const part = parts.get(number);
    if (part === undefined || part.etag !== etag) throw new Refusal(400, 'InvalidPart');
    // An upload that was begun without an algorithm has none that its parts could be compared by.
    if (isBegunWithChecksum && checksum === undefined) throw new Refusal(400, 'InvalidRequest');
    if (part.checksum?.[1] !== checksum || (part.checksum !== undefined && !isBegunWithChecksum)) {
      throw new Refusal(400, 'InvalidPart');
    }
    if (number <= (named[index - 1]?.number ?? 0)) throw new Refusal(400, 'InvalidPartOrder');
    if (index < named.length - 1 && part.body.length < minimumPartBytes)
      throw new Refusal(400, 'EntityTooSmall');
    return part.body;
  });
}

function describedBy({ body, etag, versionId, headers }: ObjectVersion): Record<string, string> {
  const kept = Object.entries(headers).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' &&
      (entry[0].startsWith('x-amz-meta-') ||
        /^(cache-control|content-(type|disposition|encoding|language)|expires)$/.test(entry[0])),
  );
  return {
    ...Object.fromEntries(kept),
    'content-length': String(body.length),
    'last-modified': 'Wed, 21 Oct 2015 07:28:00 GMT',
    'x-amz-version-id': versionId,
    etag,
  };
}

/** `ListObjectVersions`, newest version of a key first. */
function listed(bucket: StrictBucket, parameters: URLSearchParams): string {
  const prefix = parameters.get('prefix') ?? '';
  const keys = [...bucket.versions.keys()].filter((key) => key.startsWith(prefix)).sort();
  const all = keys.flatMap((key) =>
    [...(bucket.versions.get(key) ?? [])].reverse().map((version, index) => {
      const name = version.isDeleteMarker ? 'DeleteMarker' : 'Version';
      return `<${name}><Key>${key}</Key><VersionId>${version.versionId}</VersionId><IsLatest>${index === 0}</IsLatest></${name}>`;
    }),
  );
  const shown = all.slice(0, Number(parameters.get('max-keys') ?? 1000));
  return `<ListVersionsResult><IsTruncated>${shown.length < all.length}</IsTruncated>${shown.join('')}</ListVersionsResult>`;
}

function refuse(response: ServerResponse, { status, code, headers }: Refusal): void {
  response
    .writeHead(status, { 'content-type': 'application/xml', ...headers })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return request.complete ? Buffer.concat(chunks) : undefined;
}
