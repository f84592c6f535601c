import type { CacheBehavior, DistributionConfig } from '../emulators/cloudfront/distribution-config';
import type { DeployedDistribution } from './configuration';
import { EdgeError, type ViewerRequest } from './message';
import { matchesPattern, normalizedPath } from './path-pattern';

/** The enabled distribution that answers for a host: by alias, then by wildcard alias, then by its own name. */
export function distributionOf(
  distributions: readonly DeployedDistribution[],
  host: string,
): DeployedDistribution | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const enabled = distributions.filter(({ config }) => config.enabled);
  const answersFor = (wanted: string) =>
    enabled.find(({ config }) => config.aliases.some((alias) => alias.toLowerCase() === wanted));
  const labels = name.split('.');
  // `*.example.com` stands for every name that ends so; the longest wins.
  const wildcards = labels.map((_, index) => `*.${labels.slice(index + 1).join('.')}`);
  return (
    answersFor(name) ??
    wildcards.map(answersFor).find((found) => found !== undefined) ??
    enabled.find(({ domainName }) => domainName.toLowerCase() === name)
  );
}

/** The first behaviour whose pattern matches, in the distribution's order. */
export function behaviorOf(config: DistributionConfig, uri: string): CacheBehavior {
  const path = normalizedPath(uri);
  return (
    config.cacheBehaviors.find(({ pathPattern }) => matchesPattern(pathPattern, path)) ??
    config.defaultCacheBehavior
  );
}

const MAXIMUM_URL_BYTES = 8192;
const MAXIMUM_REQUEST_BYTES = 20_480;

/** Refuses what no distribution serves. */
export function checkRequest({ method, uri, query, headers, body }: ViewerRequest): void {
  const headerBytes = [...headers].reduce(
    (sum, [name, values]) => sum + name.length + values.join('').length + 4,
    0,
  );
  if (
    uri.length + query.length > MAXIMUM_URL_BYTES ||
    uri.length + query.length + headerBytes > MAXIMUM_REQUEST_BYTES
  ) {
    throw new EdgeError(413, 'Request Entity Too Large.');
  }
  if (method === 'GET' && body.length > 0) throw new EdgeError(403, 'A GET request must not have a body.');
}

/** Refuses what the distribution's configuration does not let in. */
export function checkAdmission(
  config: DistributionConfig,
  behavior: CacheBehavior,
  viewer: ViewerRequest,
): void {
  if (viewer.scheme === 'http' && behavior.viewerProtocolPolicy === 'https-only') {
    throw new EdgeError(403, 'This distribution only supports HTTPS.');
  }
  if (!behavior.allowedMethods.includes(viewer.method)) {
    throw new EdgeError(
      403,
      'This distribution is not configured to allow the HTTP request method that was used for this request.',
    );
  }
  const { type, locations } = config.geoRestriction;
  const listed = viewer.country !== undefined && locations.includes(viewer.country);
  if ((type === 'blacklist' && listed) || (type === 'whitelist' && !listed)) {
    throw new EdgeError(
      403,
      'The Amazon CloudFront distribution is configured to block access from your country.',
    );
  }
  if (behavior.trustedKeyGroups.length > 0) {
    throw new EdgeError(403, 'Missing Key: the local edge knows no signed URLs or cookies.');
  }
}
