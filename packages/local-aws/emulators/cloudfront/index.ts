import { AwsError, jsonError, type Tags } from '../aws';
import type { AwsRequest, AwsResponse, Emulator } from '../emulator';
import { items, type Tree, text, texts } from '../xml';
import { Collection, KINDS } from './configured';
import { Distributions, references } from './distributions';
import { Functions } from './functions';
import { KeyValueStores } from './key-value-stores';
import { body, empty, xml, xmlError } from './protocol';
import { RealtimeLogConfigs } from './realtime-log-configs';

const API = '/2020-05-31/';

/**
 * CloudFront's control plane and its KeyValueStore's data plane. It stores what it is sent, answers with AWS's defaults
 * filled in, and refuses references, versions and deletions that AWS refuses. Nothing is served from here: the members
 * are what a local edge reads.
 */
export class CloudFront implements Emulator {
  readonly services = ['cloudfront', 'cloudfront-keyvaluestore'];

  readonly distributions: Distributions;
  readonly functions: Functions;
  readonly keyValueStores: KeyValueStores;
  readonly cachePolicies: Collection;
  readonly originRequestPolicies: Collection;
  readonly responseHeadersPolicies: Collection;
  readonly originAccessControls: Collection;
  readonly publicKeys: Collection;
  readonly keyGroups: Collection;
  private readonly realtimeLogConfigs: RealtimeLogConfigs;
  private readonly tags = new Map<string, Tags>();

  constructor() {
    const attached = (id: string): boolean =>
      this.distributions.all().some(({ config }) => references(config).has(id));
    this.cachePolicies = new Collection(KINDS.cachePolicy, attached);
    this.originRequestPolicies = new Collection(KINDS.originRequestPolicy, attached);
    this.responseHeadersPolicies = new Collection(KINDS.responseHeadersPolicy, attached);
    this.originAccessControls = new Collection(KINDS.originAccessControl, attached);
    this.publicKeys = new Collection(KINDS.publicKey, (id) =>
      this.keyGroups.all().some(({ config }) => texts(config).includes(id)),
    );
    this.keyGroups = new Collection(KINDS.keyGroup, attached, (config) => {
      const unknown = texts(config).find((id) => this.publicKeys.get(id) === undefined);
      if (unknown !== undefined) {
        throw new AwsError('InvalidArgument', `The public key ${unknown} does not exist.`);
      }
    });
    this.realtimeLogConfigs = new RealtimeLogConfigs(attached);
    this.functions = new Functions(attached, (arn) => this.keyValueStores.get(arn) !== undefined);
    this.keyValueStores = new KeyValueStores((arn) => this.functions.usesKeyValueStore(arn));
    this.distributions = new Distributions(
      () => ({
        cachePolicies: this.cachePolicies.ids(),
        originRequestPolicies: this.originRequestPolicies.ids(),
        responseHeadersPolicies: this.responseHeadersPolicies.ids(),
        keyGroups: this.keyGroups.ids(),
        realtimeLogConfigs: this.realtimeLogConfigs.arns(),
        publishedFunctions: new Set(
          this.functions.all().flatMap(({ arn, live }) => (live === undefined ? [] : [arn])),
        ),
        originAccessControls: new Map(
          this.originAccessControls
            .all()
            .map(({ id, config }) => [id, text(config, 'OriginAccessControlOriginType') ?? 's3']),
        ),
      }),
      (arn, tags) => this.addTags(arn, tags),
    );
  }

  handle(request: AwsRequest): AwsResponse {
    const data = request.service === 'cloudfront-keyvaluestore';
    try {
      const answer = data ? this.keyValueStores.handleData(request) : this.route(request);
      if (answer !== undefined) return answer;
      throw new AwsError(
        'NotImplemented',
        `The local AWS does not implement CloudFront's ${request.method} ${request.path}.`,
      );
    } catch (error) {
      if (error instanceof AwsError) return data ? jsonError(error) : xmlError(error);
      throw error;
    }
  }

  private route(request: AwsRequest): AwsResponse | undefined {
    if (!request.path.startsWith(API)) return undefined;
    const [resource = '', ...rest] = request.path
      .slice(API.length)
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
    const collection = [
      [KINDS.cachePolicy, this.cachePolicies],
      [KINDS.originRequestPolicy, this.originRequestPolicies],
      [KINDS.responseHeadersPolicy, this.responseHeadersPolicies],
      [KINDS.originAccessControl, this.originAccessControls],
      [KINDS.publicKey, this.publicKeys],
      [KINDS.keyGroup, this.keyGroups],
    ] as const;
    const configured = collection.find(([kind]) => kind.path === resource)?.[1];
    if (configured !== undefined) return configured.handle(request, rest);
    switch (resource) {
      case 'distribution':
        return this.distributions.handle(request, rest);
      case 'distributions':
        return rest[1] === 'monitoring-subscription'
          ? this.distributions.handleMonitoring(request, rest[0] ?? '')
          : undefined;
      case 'function':
        return this.functions.handle(request, rest);
      case 'key-value-store':
        return this.keyValueStores.handle(request, rest);
      case 'tagging':
        return this.tagging(request);
      default:
        return resource.endsWith('realtime-log-config')
          ? this.realtimeLogConfigs.handle(request, resource)
          : undefined;
    }
  }

  private tagging(request: AwsRequest): AwsResponse | undefined {
    const arn = request.query.get('Resource') ?? '';
    if (request.method === 'GET') {
      const tags = [...(this.tags.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
      return xml('Tags', { Items: { Tag: tags } });
    }
    if (request.method !== 'POST') return undefined;
    if (request.query.get('Operation') === 'Untag') {
      const keys = texts(body(request, 'TagKeys'));
      for (const key of keys) this.tags.get(arn)?.delete(key);
    } else {
      this.addTags(arn, body(request, 'Tags'));
    }
    return empty();
  }

  private addTags(arn: string, sent: Tree): void {
    const tags = this.tags.get(arn) ?? new Map<string, string>();
    for (const tag of items(sent)) tags.set(text(tag, 'Key') ?? '', text(tag, 'Value') ?? '');
    this.tags.set(arn, tags);
  }
}
