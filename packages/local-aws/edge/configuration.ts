import type { CloudFront } from '../emulators/cloudfront';
import type { DistributionConfig } from '../emulators/cloudfront/distribution-config';
import { keyValueStores } from '../emulators/cloudfront/functions';
import { texts } from '../emulators/xml';
import {
  type CachePolicy,
  type OriginRequestPolicy,
  type ResponseHeadersPolicy,
  readCachePolicy,
  readOriginRequestPolicy,
  readResponseHeadersPolicy,
} from './policies';

/** What was deployed: everything that the edge knows of distributions. */
export interface EdgeConfiguration {
  distributions(): readonly DeployedDistribution[];
  cachePolicy(id: string): CachePolicy | undefined;
  originRequestPolicy(id: string): OriginRequestPolicy | undefined;
  responseHeadersPolicy(id: string): ResponseHeadersPolicy | undefined;
  /** The published function; absent where it was never published. */
  edgeFunction(arn: string): DeployedFunction | undefined;
  keyValue(storeArn: string, key: string): string | undefined;
  /** In the order in which they were asked for. */
  invalidations(distributionId: string): readonly { readonly paths: readonly string[] }[];
}

export interface DeployedDistribution {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  readonly config: DistributionConfig;
}

export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  /** Another one after each publication. */
  readonly version: string;
  readonly code: string;
  readonly keyValueStoreArn?: string;
}

/** Reads the stores of the local AWS's CloudFront, so that a change is served from the next request on. */
export function deployedTo(cloudFront: CloudFront): EdgeConfiguration {
  return {
    distributions: () => cloudFront.distributions.all(),
    cachePolicy: (id) => once(cloudFront.cachePolicies.get(id)?.config, readCachePolicy),
    originRequestPolicy: (id) =>
      once(cloudFront.originRequestPolicies.get(id)?.config, readOriginRequestPolicy),
    responseHeadersPolicy: (id) =>
      once(cloudFront.responseHeadersPolicies.get(id)?.config, readResponseHeadersPolicy),
    edgeFunction: (arn) => {
      const found = cloudFront.functions.all().find((one) => one.arn === arn);
      if (found?.live === undefined) return undefined;
      const { code, config, etag } = found.live;
      const [keyValueStoreArn] = keyValueStores(config);
      return { name: found.name, arn, version: etag, code: code.toString(), keyValueStoreArn };
    },
    keyValue: (storeArn, key) => cloudFront.keyValueStores.get(storeArn)?.items.get(key),
    invalidations: (distributionId) =>
      cloudFront.distributions.invalidations
        .filter((invalidation) => invalidation.distributionId === distributionId)
        .map(({ batch }) => ({ paths: texts(batch, 'Paths') })),
  };
}

/** An update replaces the document, so what was read from it stays true as long as it is the same one. */
const read = new WeakMap<object, unknown>();

function once<From extends object, To>(from: From | undefined, reader: (from: From) => To): To | undefined {
  if (from === undefined) return undefined;
  const known = read.get(from);
  if (known !== undefined) return known as To;
  const result = reader(from);
  read.set(from, result);
  return result;
}
