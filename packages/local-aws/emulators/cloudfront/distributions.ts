import { AwsError, randomId, timestamp } from '../aws';
import type { AwsRequest, AwsResponse } from '../emulator';
import { child, listing, type Tree, text } from '../xml';
import { checkDistribution, type Surroundings } from './checks';
import { type DistributionConfig, readDistributionConfig, withDefaults } from './distribution-config';
import { arn, body, empty, requireVersion, xml } from './protocol';

export interface Distribution {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  etag: string;
  modified: string;
  /** As the API returns it. */
  document: Tree;
  /** The same, read. */
  config: DistributionConfig;
}

export interface Invalidation {
  readonly id: string;
  readonly distributionId: string;
  readonly created: string;
  readonly batch: Tree;
}

export class Distributions {
  readonly invalidations: Invalidation[] = [];
  private readonly distributions = new Map<string, Distribution>();
  private readonly monitoring = new Map<string, Tree>();

  constructor(
    private readonly surroundings: () => Omit<Surroundings, 'aliases'>,
    private readonly tag: (resourceArn: string, tags: Tree) => void,
  ) {}

  all(): Distribution[] {
    return [...this.distributions.values()];
  }

  get(id: string): Distribution | undefined {
    return this.distributions.get(id);
  }

  handle(request: AwsRequest, rest: readonly string[]): AwsResponse | undefined {
    const [id, part, subId] = rest;
    const { method } = request;
    if (id === undefined) {
      if (method === 'POST') return this.create(request);
      return method === 'GET' ? this.list() : undefined;
    }
    const found = this.require(id);
    if (part === 'invalidation') return this.handleInvalidation(request, found, subId);
    if (method === 'GET') {
      return part === 'config'
        ? xml('DistributionConfig', found.document, found.etag)
        : xml('Distribution', render(found), found.etag);
    }
    if (method === 'PUT' && part === 'config') {
      requireVersion(request, found.etag);
      this.configure(found, body(request, 'DistributionConfig'));
      return xml('Distribution', render(found), found.etag);
    }
    if (method !== 'DELETE' || part !== undefined) return undefined;
    requireVersion(request, found.etag);
    if (found.config.enabled) {
      throw new AwsError(
        'DistributionNotDisabled',
        'The distribution you are trying to delete has not been disabled.',
        409,
      );
    }
    this.distributions.delete(id);
    this.monitoring.delete(id);
    return empty();
  }

  /** `distributions/<id>/monitoring-subscription` */
  handleMonitoring(request: AwsRequest, id: string): AwsResponse | undefined {
    this.require(id);
    if (request.method === 'POST') {
      if (this.monitoring.has(id)) {
        throw new AwsError(
          'MonitoringSubscriptionAlreadyExists',
          `${id} has a monitoring subscription.`,
          409,
        );
      }
      this.monitoring.set(id, body(request, 'MonitoringSubscription'));
    }
    const subscription = this.monitoring.get(id);
    if (subscription === undefined) {
      throw new AwsError('NoSuchMonitoringSubscription', `${id} has no monitoring subscription.`, 404);
    }
    if (request.method === 'DELETE') {
      this.monitoring.delete(id);
      return empty(200);
    }
    return xml('MonitoringSubscription', subscription);
  }

  private require(id: string): Distribution {
    const found = this.distributions.get(id);
    if (found !== undefined) return found;
    throw new AwsError('NoSuchDistribution', `The specified distribution does not exist: ${id}.`, 404);
  }

  private create(request: AwsRequest): AwsResponse {
    const sent = body(request, 'DistributionConfigWithTags', 'DistributionConfig');
    const tagged = sent.DistributionConfig !== undefined;
    const document = tagged ? child(sent, 'DistributionConfig') : sent;
    const reference = text(document, 'CallerReference');
    if (this.all().some((other) => text(other.document, 'CallerReference') === reference)) {
      throw new AwsError(
        'DistributionAlreadyExists',
        'The caller reference that you are using to create a distribution is associated with another distribution.',
        409,
      );
    }
    const id = randomId('E');
    const created: Distribution = {
      id,
      arn: arn('distribution', id),
      domainName: `d${randomId('').toLowerCase()}.cloudfront.net`,
      etag: '',
      modified: '',
      document: {},
      config: readDistributionConfig({}),
    };
    this.configure(created, document);
    this.distributions.set(id, created);
    if (tagged) this.tag(created.arn, child(sent, 'Tags'));
    return xml('Distribution', render(created), created.etag, 201);
  }

  private configure(distribution: Distribution, sent: Tree): void {
    const document = withDefaults(sent);
    const config = readDistributionConfig(document);
    const others = this.all().filter((other) => other !== distribution);
    checkDistribution(config, {
      ...this.surroundings(),
      aliases: new Set(others.flatMap((other) => other.config.aliases)),
    });
    Object.assign(distribution, { document, config, etag: randomId('E'), modified: timestamp() });
  }

  private handleInvalidation(
    request: AwsRequest,
    { id: distributionId }: Distribution,
    id: string | undefined,
  ): AwsResponse | undefined {
    if (request.method === 'POST') {
      const batch = body(request, 'InvalidationBatch');
      const created = { id: randomId('I'), distributionId, created: timestamp(), batch };
      this.invalidations.push(created);
      return xml('Invalidation', renderInvalidation(created), undefined, 201);
    }
    if (request.method !== 'GET') return undefined;
    const all = this.invalidations.filter((invalidation) => invalidation.distributionId === distributionId);
    if (id === undefined) {
      const summaries = all.map(({ id: Id, created }) => ({ Id, CreateTime: created, Status: 'Completed' }));
      return xml('InvalidationList', { ...PAGE, ...listing('InvalidationSummary', summaries) });
    }
    const found = all.find((invalidation) => invalidation.id === id);
    if (found === undefined) {
      throw new AwsError('NoSuchInvalidation', `The specified invalidation does not exist: ${id}.`, 404);
    }
    return xml('Invalidation', renderInvalidation(found));
  }

  private list(): AwsResponse {
    const summaries = this.all().map((distribution) => ({
      ...distribution.document,
      ...state(distribution),
    }));
    return xml('DistributionList', { ...PAGE, ...listing('DistributionSummary', summaries) });
  }
}

const PAGE = { Marker: '', MaxItems: '100', IsTruncated: 'false' };

function state(distribution: Distribution): Tree {
  return {
    Id: distribution.id,
    ARN: distribution.arn,
    Status: 'Deployed',
    LastModifiedTime: distribution.modified,
    DomainName: distribution.domainName,
  };
}

function render(distribution: Distribution): Tree {
  return {
    ...state(distribution),
    InProgressInvalidationBatches: '0',
    ActiveTrustedSigners: { Enabled: 'false', Quantity: '0' },
    ActiveTrustedKeyGroups: { Enabled: 'false', Quantity: '0' },
    DistributionConfig: distribution.document,
  };
}

function renderInvalidation({ id, created, batch }: Invalidation): Tree {
  return { Id: id, Status: 'Completed', CreateTime: created, InvalidationBatch: batch };
}

/** Everything that a configuration refers to by id or ARN. */
export function references(config: DistributionConfig): Set<string> {
  const behaviors = [config.defaultCacheBehavior, ...config.cacheBehaviors];
  return new Set([
    ...config.origins.map((origin) => origin.originAccessControlId),
    ...behaviors.flatMap((behavior) => [
      behavior.cachePolicyId,
      behavior.originRequestPolicyId,
      behavior.responseHeadersPolicyId,
      behavior.realtimeLogConfigArn,
      ...behavior.trustedKeyGroups,
      ...behavior.functions.map((association) => association.arn),
    ]),
  ]);
}
