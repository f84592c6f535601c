import { AwsError, randomId, timestamp } from '../aws';
import type { AwsRequest, AwsResponse } from '../emulator';
import { randomUUID } from '../moment';
import { type Tree, text } from '../xml';
import { checkCachePolicy, checkOriginRequestPolicy, checkResponseHeadersPolicy } from './checks';
import {
  CACHE_POLICIES,
  type ManagedPolicy,
  ORIGIN_REQUEST_POLICIES,
  RESPONSE_HEADERS_POLICIES,
} from './managed-policies';
import { body, empty, requireVersion, xml } from './protocol';

/** Resources that are a named configuration and nothing else: policies, access controls, keys. */
export interface Kind {
  readonly path: string;
  /** Element of one resource; `<element>Config` holds its configuration. */
  readonly element: string;
  readonly missing: string;
  readonly inUse: string;
  readonly managed?: readonly ManagedPolicy[];
  /** An update goes to `/config` for the older resources. */
  readonly check?: (config: Tree) => void;
  /** Summaries carry the configuration's elements directly. */
  readonly flatSummary?: boolean;
}

export const KINDS = {
  cachePolicy: {
    path: 'cache-policy',
    element: 'CachePolicy',
    missing: 'NoSuchCachePolicy',
    inUse: 'CachePolicyInUse',
    managed: CACHE_POLICIES,
    check: checkCachePolicy,
  },
  originRequestPolicy: {
    path: 'origin-request-policy',
    element: 'OriginRequestPolicy',
    missing: 'NoSuchOriginRequestPolicy',
    inUse: 'OriginRequestPolicyInUse',
    managed: ORIGIN_REQUEST_POLICIES,
    check: checkOriginRequestPolicy,
  },
  responseHeadersPolicy: {
    path: 'response-headers-policy',
    element: 'ResponseHeadersPolicy',
    missing: 'NoSuchResponseHeadersPolicy',
    inUse: 'ResponseHeadersPolicyInUse',
    managed: RESPONSE_HEADERS_POLICIES,
    check: checkResponseHeadersPolicy,
  },
  originAccessControl: {
    path: 'origin-access-control',
    element: 'OriginAccessControl',
    missing: 'NoSuchOriginAccessControl',
    inUse: 'OriginAccessControlInUse',
    flatSummary: true,
  },
  publicKey: {
    path: 'public-key',
    element: 'PublicKey',
    missing: 'NoSuchPublicKey',
    inUse: 'PublicKeyInUse',
    flatSummary: true,
  },
  keyGroup: {
    path: 'key-group',
    element: 'KeyGroup',
    missing: 'NoSuchResource',
    inUse: 'ResourceInUse',
  },
} as const satisfies Record<string, Kind>;

export interface Configured {
  readonly id: string;
  readonly managed: boolean;
  config: Tree;
  etag: string;
  modified: string;
}

/** All resources of one kind. */
export class Collection {
  private readonly resources = new Map<string, Configured>();

  constructor(
    private readonly kind: Kind,
    /** Says what still uses a resource. */
    private readonly isUsed: (id: string) => boolean,
    private readonly validate: (config: Tree) => void = () => {},
  ) {
    for (const { id, config } of kind.managed ?? []) {
      this.resources.set(id, { id, managed: true, config, etag: randomId('E'), modified: timestamp() });
    }
  }

  get(id: string): Configured | undefined {
    return this.resources.get(id);
  }

  ids(): Set<string> {
    return new Set(this.resources.keys());
  }

  all(): Configured[] {
    return [...this.resources.values()];
  }

  /** `rest`: the path's segments after the kind's. */
  handle(request: AwsRequest, rest: readonly string[]): AwsResponse | undefined {
    const [id, view] = rest;
    if (id === undefined) {
      if (request.method === 'POST') return this.create(request);
      return request.method === 'GET' ? this.list(request.query.get('Type')) : undefined;
    }
    const resource = this.resources.get(id);
    if (resource === undefined) {
      throw new AwsError(this.kind.missing, `The specified ${this.kind.path} does not exist: ${id}.`, 404);
    }
    if (request.method === 'GET') {
      return view === 'config'
        ? xml(this.configElement, resource.config, resource.etag)
        : xml(this.kind.element, this.render(resource), resource.etag);
    }
    if (request.method === 'PUT') return this.update(request, resource);
    return request.method === 'DELETE' ? this.delete(request, resource) : undefined;
  }

  private get configElement(): string {
    return `${this.kind.element}Config`;
  }

  private create(request: AwsRequest): AwsResponse {
    const config = this.accept(request);
    const id = this.kind.path.endsWith('y') || this.kind.path === 'key-group' ? randomUUID() : randomId('E');
    const resource = { id, managed: false, config, etag: randomId('E'), modified: timestamp() };
    this.resources.set(id, resource);
    return xml(this.kind.element, this.render(resource), resource.etag, 201);
  }

  private update(request: AwsRequest, resource: Configured): AwsResponse {
    requireVersion(request, resource.etag);
    if (resource.managed) throw new AwsError('IllegalUpdate', 'You cannot update a managed policy.');
    resource.config = this.accept(request, resource);
    resource.etag = randomId('E');
    resource.modified = timestamp();
    return xml(this.kind.element, this.render(resource), resource.etag);
  }

  private delete(request: AwsRequest, resource: Configured): AwsResponse {
    requireVersion(request, resource.etag);
    if (resource.managed) throw new AwsError('IllegalDelete', 'You cannot delete a managed policy.');
    if (this.isUsed(resource.id)) {
      throw new AwsError(
        this.kind.inUse,
        `Cannot delete the ${this.kind.path} ${resource.id}: it is attached to one or more resources.`,
        409,
      );
    }
    this.resources.delete(resource.id);
    return empty();
  }

  private accept(request: AwsRequest, self?: Configured): Tree {
    const config = body(request, this.configElement);
    const name = text(config, 'Name');
    if (this.all().some((other) => other !== self && text(other.config, 'Name') === name)) {
      throw new AwsError(
        `${this.kind.element}AlreadyExists`,
        `The ${this.kind.path} with the name ${name} already exists.`,
        409,
      );
    }
    this.kind.check?.(config);
    this.validate(config);
    return config;
  }

  private list(type: string | null): AwsResponse {
    const { element } = this.kind;
    const shown = this.all().filter(({ managed }) => type === null || managed === (type === 'managed'));
    const summaries = shown.map(
      (resource): Tree =>
        this.kind.flatSummary
          ? { Id: resource.id, CreatedTime: resource.modified, ...resource.config }
          : { Type: resource.managed ? 'managed' : 'custom', [element]: this.render(resource) },
    );
    return xml(`${element}List`, {
      IsTruncated: 'false',
      MaxItems: '100',
      Quantity: String(shown.length),
      ...(shown.length === 0 ? {} : { Items: { [`${element}Summary`]: summaries } }),
    });
  }

  private render(resource: Configured): Tree {
    return {
      Id: resource.id,
      CreatedTime: resource.modified,
      LastModifiedTime: resource.modified,
      [this.configElement]: resource.config,
    };
  }
}
