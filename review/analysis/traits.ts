import type { ResourceChange } from '../plan-json';
import type { Trait } from './review';

type Attributes = Readonly<Record<string, unknown>>;

const POLICIES = [
  'failover_routing_policy',
  'latency_routing_policy',
  'weighted_routing_policy',
  'geolocation_routing_policy',
  'geoproximity_routing_policy',
  'cidr_routing_policy',
];

/** Those that are sent elsewhere when their target is dead: the last resort of a failover pair is asked whatever happens. */
const WATCHED = ['failover_routing_policy', 'latency_routing_policy'];

/** What says how a bucket is kept, or from whom. */
const OF_BUCKETS = ['aws_s3_bucket_versioning', 'aws_s3_bucket_public_access_block'];

export function traitsOf(planned: ResourceChange, all: readonly ResourceChange[]): Trait[] {
  if (planned.type === 'aws_route53_record') return recordTraits(planned);
  return OF_BUCKETS.includes(planned.type) && goesWithBucket(planned, all) ? ['with-bucket'] : [];
}

function goesWithBucket({ change }: ResourceChange, all: readonly ResourceChange[]): boolean {
  const bucketOf = ({ before }: ResourceChange['change']) => (before as Attributes | null)?.bucket;
  return all.some(
    (other) =>
      other.type === 'aws_s3_bucket' &&
      other.change.actions.includes('delete') &&
      bucketOf(other.change) === bucketOf(change),
  );
}

function recordTraits({ change }: ResourceChange): Trait[] {
  const sides = [change.before, change.after].flatMap((side) => (side ? [side as Attributes] : []));
  const isRouted = sides.some((side) => POLICIES.some((policy) => first(side, policy) !== undefined));
  const isDelegation = sides.some((side) => side.type === 'NS' || side.type === 'DS');
  const after = change.after as Attributes | null;
  const isUnwatched = after !== null && isUnwatchedRecord(after, (change.after_unknown ?? {}) as Attributes);
  return [
    ...(isRouted ? (['routed'] as const) : []),
    ...(isDelegation ? (['delegation'] as const) : []),
    ...(isUnwatched ? (['unwatched'] as const) : []),
  ];
}

function isUnwatchedRecord(after: Attributes, unknown: Attributes): boolean {
  if (!WATCHED.some((policy) => first(after, policy) !== undefined)) return false;
  if (first(after, 'failover_routing_policy')?.type === 'SECONDARY') return false;
  const follows = Boolean(after.health_check_id) || unknown.health_check_id === true;
  return !follows && first(after, 'alias')?.evaluate_target_health !== true;
}

function first(attributes: Attributes, name: string): Attributes | undefined {
  const blocks = attributes[name];
  return Array.isArray(blocks) ? (blocks[0] as Attributes | undefined) : undefined;
}
