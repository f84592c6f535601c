import { AwsError, json, randomId, timestamp } from '../aws';
import type { AwsRequest, AwsResponse } from '../emulator';
import { randomUUID } from '../moment';
import { listing, type Tree, text } from '../xml';
import { arn, body, empty, requireVersion, xml } from './protocol';

export interface KeyValueStore {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly created: string;
  readonly items: Map<string, string>;
  comment: string;
  modified: string;
  /** Version of the description. The data have a version of their own, as in AWS. */
  etag: string;
  dataEtag: string;
}

const MAXIMUM = { keyBytes: 512, valueBytes: 1024, totalBytes: 5 * 1024 * 1024, batch: 50 };

export class KeyValueStores {
  private readonly stores = new Map<string, KeyValueStore>();

  constructor(private readonly isUsed: (storeArn: string) => boolean) {}

  get(storeArn: string): KeyValueStore | undefined {
    return [...this.stores.values()].find((store) => store.arn === storeArn);
  }

  all(): KeyValueStore[] {
    return [...this.stores.values()];
  }

  /** The control plane, part of CloudFront's API. */
  handle(request: AwsRequest, rest: readonly string[]): AwsResponse | undefined {
    const [name] = rest;
    if (name === undefined) {
      if (request.method === 'POST') return this.create(request);
      if (request.method !== 'GET') return undefined;
      const all = this.all().map(describe);
      return xml('KeyValueStoreList', { MaxItems: '100', ...listing('KeyValueStore', all) });
    }
    const store = this.stores.get(name);
    if (store === undefined) {
      throw new AwsError('EntityNotFound', `The specified key value store does not exist: ${name}.`, 404);
    }
    if (request.method === 'GET') return xml('KeyValueStore', describe(store), store.etag);
    if (request.method === 'PUT') {
      requireVersion(request, store.etag);
      store.comment = text(body(request, 'UpdateKeyValueStoreRequest'), 'Comment') ?? '';
      store.etag = randomId('E');
      store.modified = timestamp();
      return xml('KeyValueStore', describe(store), store.etag);
    }
    if (request.method !== 'DELETE') return undefined;
    requireVersion(request, store.etag);
    if (this.isUsed(store.arn)) {
      throw new AwsError(
        'CannotDeleteEntityWhileInUse',
        `The key value store ${name} is associated with a function.`,
        409,
      );
    }
    this.stores.delete(name);
    return empty();
  }

  private create(request: AwsRequest): AwsResponse {
    const sent = body(request, 'CreateKeyValueStoreRequest');
    const name = text(sent, 'Name') ?? '';
    if (this.stores.has(name)) {
      throw new AwsError('EntityAlreadyExists', `A key value store named ${name} already exists.`, 409);
    }
    if (sent.ImportSource !== undefined) {
      throw new AwsError('NotImplemented', 'The local AWS does not import a key value store from S3.');
    }
    const id = randomUUID();
    const store: KeyValueStore = {
      name,
      id,
      arn: arn('key-value-store', id),
      created: timestamp(),
      items: new Map(),
      comment: text(sent, 'Comment') ?? '',
      modified: timestamp(),
      etag: randomId('E'),
      dataEtag: randomId('KV'),
    };
    this.stores.set(name, store);
    return xml('KeyValueStore', describe(store), store.etag, 201);
  }

  /** The data plane, an API of its own: `cloudfront-keyvaluestore`. */
  handleData(request: AwsRequest): AwsResponse | undefined {
    const path = /^\/key-value-stores\/(.+?)(\/keys(?:\/(.*))?)?$/.exec(decodeURIComponent(request.path));
    if (path === null) return undefined;
    const [, storeArn = '', keys, key] = path;
    const store = this.get(storeArn);
    if (store === undefined) {
      throw new AwsError('ResourceNotFoundException', `Key value store ${storeArn} was not found.`, 404);
    }
    if (keys === undefined) {
      const times = { Created: seconds(store.created), LastModified: seconds(store.modified) };
      return answer(store, { ...size(store.items), ...times, KvsARN: store.arn, Status: 'READY' });
    }
    if (request.method === 'GET' && key === undefined) return this.listKeys(request, store);
    if (request.method === 'GET') {
      const value = store.items.get(key ?? '');
      if (value === undefined) throw noSuchKey(key);
      return answer(store, { ...size(store.items), Key: key, Value: value });
    }
    requireDataVersion(request, store);
    if (request.method === 'PUT' && key !== undefined) {
      const { Value } = JSON.parse(request.body.toString()) as { Value: string };
      return change(store, [{ Key: key, Value }], []);
    }
    if (request.method === 'DELETE' && key !== undefined) {
      if (!store.items.has(key)) throw noSuchKey(key);
      return change(store, [], [{ Key: key }]);
    }
    if (request.method !== 'POST') return undefined;
    const batch = JSON.parse(request.body.toString()) as {
      Puts?: { Key: string; Value: string }[];
      Deletes?: { Key: string }[];
    };
    const [puts, deletes] = [batch.Puts ?? [], batch.Deletes ?? []];
    if (puts.length + deletes.length > MAXIMUM.batch) {
      throw new AwsError('ValidationException', `A batch holds at most ${MAXIMUM.batch} changes.`);
    }
    return change(store, puts, deletes);
  }

  private listKeys(request: AwsRequest, store: KeyValueStore): AwsResponse {
    const from = Number(request.query.get('NextToken') ?? 0);
    const size = Math.min(Number(request.query.get('MaxResults') ?? 10), 50);
    const entries = [...store.items].sort(([a], [b]) => (a < b ? -1 : 1));
    const page = entries.slice(from, from + size).map(([Key, Value]) => ({ Key, Value }));
    const more = from + size < entries.length ? { NextToken: String(from + size) } : {};
    return answer(store, { Items: page, ...more });
  }
}

function change(
  store: KeyValueStore,
  puts: readonly { Key: string; Value: string }[],
  deletes: readonly { Key: string }[],
): AwsResponse {
  const next = new Map(store.items);
  for (const { Key } of deletes) next.delete(Key);
  for (const { Key, Value } of puts) {
    if (Buffer.byteLength(Key) > MAXIMUM.keyBytes || Buffer.byteLength(Value) > MAXIMUM.valueBytes) {
      throw new AwsError('ValidationException', 'A key has at most 512 bytes and a value at most 1024.');
    }
    next.set(Key, Value);
  }
  if (size(next).TotalSizeInBytes > MAXIMUM.totalBytes) {
    throw new AwsError('ServiceQuotaExceededException', 'A key value store holds at most 5 MB.', 402);
  }
  store.items.clear();
  for (const [key, value] of next) store.items.set(key, value);
  store.dataEtag = randomId('KV');
  store.modified = timestamp();
  return answer(store, size(store.items));
}

function requireDataVersion(request: AwsRequest, store: KeyValueStore): void {
  const version = request.headers['if-match'];
  if (version === undefined) throw new AwsError('ValidationException', 'If-Match is required.');
  if (version !== store.dataEtag) {
    throw new AwsError('ConflictException', 'Pre-Condition failed: the version does not match.', 409);
  }
}

function answer(store: KeyValueStore, content: unknown): AwsResponse {
  return json(content, 200, { 'content-type': 'application/json', etag: store.dataEtag });
}

function size(entries: ReadonlyMap<string, string>): { ItemCount: number; TotalSizeInBytes: number } {
  const bytes = [...entries].reduce((sum, [k, v]) => sum + Buffer.byteLength(k) + Buffer.byteLength(v), 0);
  return { ItemCount: entries.size, TotalSizeInBytes: bytes };
}

function seconds(time: string): number {
  return Date.parse(time) / 1000;
}

function noSuchKey(key: string | undefined): AwsError {
  return new AwsError('ResourceNotFoundException', `Key ${key} was not found.`, 404);
}

function describe(store: KeyValueStore): Tree {
  return {
    Name: store.name,
    Id: store.id,
    ...(store.comment === '' ? {} : { Comment: store.comment }),
    ARN: store.arn,
    Status: 'READY',
    LastModifiedTime: store.modified,
  };
}
