import { AwsError, randomId, timestamp } from '../aws';
import type { AwsRequest, AwsResponse } from '../emulator';
import { items, listing, type Tree, text } from '../xml';
import { arn, body, empty, requireVersion, xml } from './protocol';

export type Stage = 'DEVELOPMENT' | 'LIVE';

export interface FunctionStage {
  readonly code: Buffer;
  readonly config: Tree;
  readonly etag: string;
  readonly created: string;
  readonly modified: string;
}

export interface CloudFrontFunction {
  readonly name: string;
  readonly arn: string;
  development: FunctionStage;
  /** What the edge runs; absent until the function is published. */
  live?: FunctionStage;
}

const MAXIMUM_BYTES = 10_240;

export class Functions {
  private readonly functions = new Map<string, CloudFrontFunction>();

  constructor(
    private readonly isUsed: (functionArn: string) => boolean,
    private readonly hasKeyValueStore: (storeArn: string) => boolean,
  ) {}

  all(): CloudFrontFunction[] {
    return [...this.functions.values()];
  }

  usesKeyValueStore(storeArn: string): boolean {
    return this.all().some(({ development, live }) =>
      [development, live].some((stage) => stage && keyValueStores(stage.config).includes(storeArn)),
    );
  }

  handle(request: AwsRequest, rest: readonly string[]): AwsResponse | undefined {
    const [name, operation] = rest;
    const { method } = request;
    if (name === undefined) {
      if (method === 'POST') return this.create(request);
      return method === 'GET' ? this.list(request.query.get('Stage')) : undefined;
    }
    const found = this.functions.get(name);
    if (found === undefined) throw missing(name);
    if (method === 'POST' && operation === 'publish') {
      requireVersion(request, found.development.etag);
      found.live = { ...found.development, etag: randomId('E'), modified: timestamp() };
      return xml('FunctionSummary', this.summary(found, 'LIVE'));
    }
    if (method === 'GET') {
      const stage: Stage = request.query.get('Stage') === 'LIVE' ? 'LIVE' : 'DEVELOPMENT';
      const content = stage === 'LIVE' ? found.live : found.development;
      if (content === undefined) throw missing(name);
      if (operation === 'describe') return xml('FunctionSummary', this.summary(found, stage), content.etag);
      return {
        status: 200,
        headers: { 'content-type': 'application/octet-stream', etag: content.etag },
        body: content.code,
      };
    }
    if (method === 'PUT') {
      requireVersion(request, found.development.etag);
      const next = this.accept(body(request, 'UpdateFunctionRequest'));
      found.development = { ...next, created: found.development.created };
      return xml('FunctionSummary', this.summary(found, 'DEVELOPMENT'), found.development.etag);
    }
    if (method !== 'DELETE') return undefined;
    requireVersion(request, found.development.etag);
    if (this.isUsed(found.arn)) {
      throw new AwsError('FunctionInUse', `Function ${name} is associated with one or more behaviors.`, 409);
    }
    this.functions.delete(name);
    return empty();
  }

  private create(request: AwsRequest): AwsResponse {
    const sent = body(request, 'CreateFunctionRequest');
    const name = text(sent, 'Name') ?? '';
    if (this.functions.has(name)) {
      throw new AwsError('FunctionAlreadyExists', `A function with the name ${name} already exists.`, 409);
    }
    const development = this.accept(sent);
    const created = { name, arn: arn('function', name), development };
    this.functions.set(name, created);
    return xml('FunctionSummary', this.summary(created, 'DEVELOPMENT'), development.etag, 201);
  }

  private accept(sent: Tree): FunctionStage {
    const code = Buffer.from(text(sent, 'FunctionCode') ?? '', 'base64');
    if (code.length > MAXIMUM_BYTES) {
      throw new AwsError(
        'FunctionSizeLimitExceeded',
        `The function is ${code.length} bytes long; the maximum is ${MAXIMUM_BYTES}.`,
        413,
      );
    }
    const config = sent.FunctionConfig;
    if (config === undefined || typeof config === 'string' || Array.isArray(config)) {
      throw new AwsError('InvalidArgument', 'FunctionConfig is required.');
    }
    const stores = keyValueStores(config);
    if (stores.length > 0 && text(config, 'Runtime') !== 'cloudfront-js-2.0') {
      throw new AwsError('InvalidArgument', 'A key value store needs the runtime cloudfront-js-2.0.');
    }
    if (stores.length > 1) {
      throw new AwsError('InvalidArgument', 'A function can have one key value store.');
    }
    for (const store of stores) {
      if (!this.hasKeyValueStore(store)) {
        throw new AwsError('InvalidArgument', `The key value store ${store} does not exist.`);
      }
    }
    return { code, config, etag: randomId('E'), created: timestamp(), modified: timestamp() };
  }

  private list(stage: string | null): AwsResponse {
    const shown = this.all().filter(({ live }) => stage !== 'LIVE' || live !== undefined);
    const summaries = shown.map((f) => this.summary(f, stage === 'LIVE' ? 'LIVE' : 'DEVELOPMENT'));
    return xml('FunctionList', { MaxItems: '100', ...listing('FunctionSummary', summaries) });
  }

  private summary(found: CloudFrontFunction, stage: Stage): Tree {
    const content = stage === 'LIVE' && found.live !== undefined ? found.live : found.development;
    const published = found.live?.code.equals(found.development.code) ?? false;
    const associated = this.isUsed(found.arn) ? 'DEPLOYED' : 'UNASSOCIATED';
    return {
      Name: found.name,
      Status: stage === 'LIVE' || published ? associated : 'UNPUBLISHED',
      FunctionConfig: content.config,
      FunctionMetadata: {
        FunctionARN: found.arn,
        Stage: stage,
        CreatedTime: content.created,
        LastModifiedTime: content.modified,
      },
    };
  }
}

/** ARNs of the key value stores that a stage may read. */
export function keyValueStores(config: Tree): string[] {
  return items(config, 'KeyValueStoreAssociations').map((store) => text(store, 'KeyValueStoreARN') ?? '');
}

function missing(name: string): AwsError {
  return new AwsError('NoSuchFunctionExists', `The specified function does not exist: ${name}.`, 404);
}
