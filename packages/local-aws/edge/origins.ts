import type { CacheBehavior, DistributionConfig, Origin } from '../emulators/cloudfront/distribution-config';
import type { OriginChanges, OriginDecision } from './functions/engine';
import { EdgeError } from './message';

/** Where a request goes: one origin, or two and what moves it on to the second. */
export interface OriginPlan {
  readonly origins: readonly Origin[];
  readonly failoverStatusCodes: readonly number[];
}

/** CloudFront has a second try for these only, because they change nothing. */
const FAILOVER_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The behaviour's origin or group, unless the function decided otherwise. */
export function originPlan(
  config: DistributionConfig,
  behavior: CacheBehavior,
  decision: OriginDecision | undefined,
  method: string,
): OriginPlan {
  const plan = chosen(config, behavior, decision);
  return FAILOVER_METHODS.has(method) ? plan : { origins: plan.origins.slice(0, 1), failoverStatusCodes: [] };
}

function chosen(
  config: DistributionConfig,
  behavior: CacheBehavior,
  decision: OriginDecision | undefined,
): OriginPlan {
  const origin = (id: string): Origin => {
    const found = config.origins.find((one) => one.id === id);
    if (found === undefined) throw new EdgeError(502, `the distribution has no origin ${id}`);
    return found;
  };
  if (decision?.kind === 'select') return { origins: [origin(decision.originId)], failoverStatusCodes: [] };
  if (decision?.kind === 'group') {
    return { origins: decision.originIds.map(origin), failoverStatusCodes: decision.statusCodes };
  }
  const group = config.originGroups.find(({ id }) => id === behavior.targetOriginId);
  const [primary, ...others] = (group?.originIds ?? [behavior.targetOriginId]).map(origin);
  if (primary === undefined) throw new EdgeError(502, `the origin group ${group?.id} is empty`);
  return {
    origins: [decision === undefined ? primary : updated(primary, decision.changes), ...others],
    failoverStatusCodes: group?.failoverStatusCodes ?? [],
  };
}

/** Only the primary of a group is changed. */
function updated(origin: Origin, changes: OriginChanges): Origin {
  const { custom } = origin;
  const { customOriginConfig, timeouts = {} } = changes;
  const port = customOriginConfig?.port;
  const protocolPolicy = customOriginConfig && `${customOriginConfig.protocol}-only`;
  const becomesCustom = customOriginConfig !== undefined || custom !== undefined;
  return {
    ...origin,
    domainName: changes.domainName ?? origin.domainName,
    path: changes.originPath ?? origin.path,
    customHeaders:
      changes.customHeaders === undefined
        ? origin.customHeaders
        : Object.entries(changes.customHeaders).map(([name, value]) => ({ name, value })),
    originAccessControlId:
      changes.originAccessControlConfig?.enabled === false ? '' : origin.originAccessControlId,
    connectionAttempts: changes.connectionAttempts ?? origin.connectionAttempts,
    connectionTimeoutSeconds: timeouts.connectionTimeout ?? origin.connectionTimeoutSeconds,
    ...(becomesCustom
      ? {
          custom: {
            httpPort: port ?? custom?.httpPort ?? 80,
            httpsPort: port ?? custom?.httpsPort ?? 443,
            protocolPolicy: protocolPolicy ?? custom?.protocolPolicy ?? 'https-only',
            sslProtocols: custom?.sslProtocols ?? ['TLSv1.2'],
            readTimeoutSeconds: timeouts.readTimeout ?? custom?.readTimeoutSeconds ?? 30,
            keepaliveTimeoutSeconds: timeouts.keepAliveTimeout ?? custom?.keepaliveTimeoutSeconds ?? 5,
          },
        }
      : {}),
  };
}

const S3 = /^(.+)\.s3(?:[.-]([a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$/;

/** Bucket and AWS region of an S3 origin. */
export function s3Bucket({ domainName, custom }: Origin): { bucket: string; region: string } | undefined {
  const [, bucket, region = 'us-east-1'] = (custom === undefined && S3.exec(domainName)) || [];
  return bucket === undefined ? undefined : { bucket, region };
}
