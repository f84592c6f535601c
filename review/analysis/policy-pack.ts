import type { ResourceChange } from '../plan-json';
import type { Violation } from './review';
import { type Attributes, blocks, texts } from './words/words';

/** What every resource of a type has to keep to; a rule speaks of what the plan tells, never of what it leaves out. */
interface Rule {
  readonly id: string;
  readonly types: readonly string[];
  /** End of a sentence that begins with the address. */
  readonly says: string;
  /** Whether G02 tells of a resource that is there and breaks it from now on. @default false */
  readonly isGuard?: boolean;
  readonly isBroken: (attributes: Attributes) => boolean;
}

const block = (attributes: Attributes | undefined, name: string): Attributes | undefined =>
  blocks(attributes?.[name])[0];

const behavioursOf = (distribution: Attributes) => [
  ...blocks(distribution.default_cache_behavior),
  ...blocks(distribution.ordered_cache_behavior),
];

const originsOf = (distribution: Attributes, config: string) =>
  blocks(distribution.origin).flatMap((origin) => blocks(origin[config]));

const MODERN_VIEWERS = ['TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025'];
const MODERN_ORIGINS = ['TLSv1.2', 'TLSv1.3'];
const SYMMETRIC = 'SYMMETRIC_DEFAULT';
const LONGEST_TTL = 60;

const rules: readonly Rule[] = [
  {
    id: 'P001',
    types: ['aws_cloudfront_distribution'],
    says: 'answers viewers over HTTP without sending them to HTTPS',
    isBroken: (distribution) =>
      behavioursOf(distribution).some((each) => each.viewer_protocol_policy === 'allow-all'),
  },
  {
    id: 'P002',
    types: ['aws_cloudfront_distribution'],
    says: `speaks an older TLS with viewers than ${MODERN_VIEWERS[0]}`,
    isBroken: ({ viewer_certificate }) =>
      blocks(viewer_certificate).some(
        ({ minimum_protocol_version: least }) => typeof least === 'string' && !MODERN_VIEWERS.includes(least),
      ),
  },
  {
    id: 'P003',
    types: ['aws_cloudfront_distribution'],
    says: 'may reach an origin over HTTP, or by an older TLS than 1.2',
    isBroken: (distribution) =>
      originsOf(distribution, 'custom_origin_config').some(
        ({ origin_protocol_policy: policy, origin_ssl_protocols: protocols }) =>
          policy === 'http-only' ||
          policy === 'match-viewer' ||
          texts(protocols).some((each) => !MODERN_ORIGINS.includes(each)),
      ),
  },
  {
    id: 'P004',
    types: ['aws_cloudfront_distribution'],
    says: 'has no firewall',
    isBroken: ({ web_acl_id: firewall }) => firewall === null || firewall === '',
  },
  {
    id: 'P006',
    types: ['aws_cloudfront_distribution'],
    says: 'reaches a bucket by an origin access identity instead of an origin access control',
    isBroken: (distribution) =>
      originsOf(distribution, 's3_origin_config').some(({ origin_access_identity: identity }) =>
        Boolean(identity),
      ),
  },
  {
    id: 'P025',
    types: ['aws_s3_bucket_ownership_controls'],
    says: 'lets access lists of objects count',
    isBroken: ({ rule }) =>
      blocks(rule).some(
        ({ object_ownership: owner }) => typeof owner === 'string' && owner !== 'BucketOwnerEnforced',
      ),
  },
  {
    id: 'P060',
    types: ['aws_lb_listener'],
    says: 'answers in plain HTTP, or by an older TLS policy than those of TLS 1.3 and 1.2',
    isBroken: ({ protocol, ssl_policy: policy, default_action: actions }) =>
      protocol === 'HTTP'
        ? blocks(actions).some(({ type }) => type === 'forward')
        : typeof policy === 'string' && policy !== '' && !policy.startsWith('ELBSecurityPolicy-TLS13-1-'),
  },
  {
    id: 'P061',
    types: ['aws_lb'],
    says: 'passes invalid headers on',
    isBroken: ({ load_balancer_type: type, drop_invalid_header_fields: drops }) =>
      type !== 'network' && drops === false,
  },
  {
    id: 'P064',
    types: ['aws_lb_target_group'],
    says: 'sends requests to targets that no check has found healthy',
    isBroken: ({ health_check: check }) => blocks(check).some(({ enabled }) => enabled === false),
  },
  {
    id: 'P070',
    types: ['aws_flow_log'],
    says: 'logs a part of the traffic only',
    isBroken: ({ traffic_type: traffic }) => typeof traffic === 'string' && traffic !== 'ALL',
  },
  {
    id: 'P078',
    types: ['aws_launch_template'],
    says: 'starts instances that hand out credentials without a token (IMDSv1)',
    isBroken: (template) => block(template, 'metadata_options')?.http_tokens === 'optional',
  },
  {
    id: 'P080',
    types: ['aws_rds_cluster', 'aws_rds_global_cluster'],
    says: 'keeps its data unencrypted',
    isGuard: true,
    isBroken: ({ storage_encrypted: encrypted }) => encrypted === false,
  },
  {
    id: 'P132',
    types: ['aws_route53_record'],
    says: `is kept by resolvers for more than ${LONGEST_TTL} seconds, though regions fail over by it`,
    isBroken: ({ ttl, failover_routing_policy: failover }) =>
      blocks(failover).length > 0 && typeof ttl === 'number' && ttl > LONGEST_TTL,
  },
  {
    id: 'P150',
    types: ['aws_kms_key'],
    says: 'never rotates',
    isGuard: true,
    isBroken: ({ enable_key_rotation: rotates, customer_master_key_spec: spec }) =>
      rotates === false && spec === SYMMETRIC,
  },
  {
    id: 'P171',
    types: ['aws_iam_user', 'aws_iam_access_key'],
    says: 'signs in by a key that never ends',
    isBroken: () => true,
  },
];

/** Rules that the resource breaks with the change, and did not break before it. */
export function violationsOf({ type, mode, change }: ResourceChange): Violation[] {
  if (mode !== 'managed' || !change.actions.some((action) => action === 'create' || action === 'update'))
    return [];
  const [before, after] = [change.before, change.after].map((side) => side as Attributes | null);
  return rules
    .filter(({ types, isGuard }) => types.includes(type) && !(isGuard && before != null))
    .filter(({ isBroken }) => after != null && isBroken(after) && !(before != null && isBroken(before)))
    .map(({ id, says }) => ({ rule: id, says }));
}
