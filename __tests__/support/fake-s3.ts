import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';

export interface StoredObject {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Path-style S3 with one bucket, as far as the fill worker goes; conditional writes are decided when they arrive. */
export class FakeS3 {
  readonly objects = new Map<string, StoredObject>();
  /** Keys whose newest version is a delete marker. */
  readonly deleted = new Set<string>();
  readonly uploads = new Map<string, { key: string; headers: Record<string, string>; parts: Buffer[] }>();
  /** Operations in order, such as `HEAD images/a.jpg`. */
  readonly operations: string[] = [];
  /** Whether the bucket tells the version of what was written. */
  versioned = false;
  /** Time that the bucket takes for each part. */
  partMilliseconds = 0;
  /** Status with which the named operation fails, such as `PUT`. */
  readonly failures = new Map<string, number>();
  private readonly server: Server;
  client = new S3Client();
  url = '';

  constructor() {
    // A connection that it closed for its idleness could just be taken for the next request.
    this.server = createServer(
      { keepAliveTimeout: 0 },
      (request, response) => void this.answer(request, response),
    );
  }

  async start(): Promise<void> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    this.client = new S3Client({
      endpoint: this.url,
      region: 'eu-central-1',
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  }

  stop(): void {
    this.client.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  reset(): void {
    for (const state of [this.objects, this.deleted, this.uploads, this.failures]) state.clear();
    this.operations.length = 0;
    this.versioned = false;
    this.partMilliseconds = 0;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, , ...segments] = url.pathname.split('/');
    const key = decodeURIComponent(segments.join('/'));
    const uploadId = url.searchParams.get('uploadId');
    const operation = operationOf(request.method ?? '', url.searchParams);
    this.operations.push(`${operation} ${key}`);

    const failure = this.failures.get(operation);
    if (failure !== undefined) return fail(response, failure);
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
    const expected = request.headers['if-match'];
    const current = this.objects.get(key);
    const taken =
      (request.headers['if-none-match'] === '*' && current !== undefined) ||
      (expected !== undefined && current !== undefined && etagOf(current) !== expected);
    const isGone = expected !== undefined && current === undefined;
    const version = this.versioned ? { 'x-amz-version-id': `version-${this.operations.length}` } : {};
    const upload = this.uploads.get(uploadId ?? '');
    switch (operation) {
      case 'HEAD':
        if (current) {
          const metadata = Object.entries(current.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
          return void response
            .writeHead(200, { etag: etagOf(current), ...version, ...Object.fromEntries(metadata) })
            .end();
        }
        if (this.deleted.has(key)) response.setHeader('x-amz-delete-marker', 'true');
        return void response.writeHead(404).end();
      case 'PUT':
        if (taken) return fail(response, 412);
        if (isGone) return fail(response, 404, 'NoSuchKey');
        this.objects.set(key, { body, headers });
        return void response.writeHead(200, { etag: '"put"', ...version }).end();
      case 'CREATE': {
        const id = `upload-${this.operations.length}`;
        this.uploads.set(id, { key, headers, parts: [] });
        return void response.end(
          `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
        );
      }
      case 'PART':
        if (this.partMilliseconds > 0) await sleep(this.partMilliseconds);
        if (upload) upload.parts[Number(url.searchParams.get('partNumber')) - 1] = body;
        return void response.setHeader('etag', `"part-${url.searchParams.get('partNumber')}"`).end();
      case 'COMPLETE':
        if (taken) return fail(response, 412);
        if (isGone) return fail(response, 404, 'NoSuchKey');
        this.objects.set(key, { body: Buffer.concat(upload?.parts ?? []), headers: upload?.headers ?? {} });
        this.uploads.delete(uploadId ?? '');
        return void response.writeHead(200, version).end('<CompleteMultipartUploadResult/>');
      case 'VERSIONS':
        return void response.end(
          `<ListVersionsResult>${[...this.deleted].map((name) => `<DeleteMarker><Key>${name}</Key></DeleteMarker>`).join('')}</ListVersionsResult>`,
        );
      case 'DELETE':
        this.objects.delete(key);
        return void response.writeHead(204).end();
      default:
        this.uploads.delete(uploadId ?? '');
        return void response.writeHead(204).end();
    }
  }
}

function operationOf(method: string, parameters: URLSearchParams): string {
  if (method === 'POST') return parameters.has('uploads') ? 'CREATE' : 'COMPLETE';
  if (method === 'PUT') return parameters.has('partNumber') ? 'PART' : 'PUT';
  if (parameters.has('versions')) return 'VERSIONS';
  return method === 'DELETE' && parameters.has('uploadId') ? 'ABORT' : method;
}

const etagOf = ({ body }: StoredObject) => `"${createHash('md5').update(body).digest('hex')}"`;

function fail(response: ServerResponse, status: number, code = 'Failed'): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<Error><Code>${code}</Code></Error>`);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
