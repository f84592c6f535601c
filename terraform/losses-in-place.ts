import type { PlannedResource } from './workspace';

type Attributes = Readonly<Record<string, unknown>>;

/** What AWS and Terraform themselves keep a resource with, by type, and the value that turns it off. */
const GUARDS: Readonly<Record<string, Readonly<Record<string, boolean | number>>>> = {
  aws_lb: { enable_deletion_protection: false },
  aws_rds_cluster: { deletion_protection: false, skip_final_snapshot: true },
  aws_rds_global_cluster: { deletion_protection: false },
  aws_s3_bucket: { force_destroy: true },
  // Days in which a deleted secret comes back.
  aws_secretsmanager_secret: { recovery_window_in_days: 0 },
};

/** Attributes in days, by type: AWS deletes what is older at once. Logs without a number of days stand for ever. */
const KEPT_DAYS: Readonly<Record<string, { readonly attribute: string; readonly without: number }>> = {
  aws_cloudwatch_log_group: { attribute: 'retention_in_days', without: Number.POSITIVE_INFINITY },
  aws_rds_cluster: { attribute: 'backup_retention_period', without: 0 },
};

/** Types that have a guard. */
export const GUARDED_TYPES: ReadonlySet<string> = new Set(Object.keys(GUARDS));

/** Types whose resources can lose something while they stay. */
export const LOSING_TYPES: ReadonlySet<string> = new Set([
  ...GUARDED_TYPES,
  ...Object.keys(KEPT_DAYS),
  ...['aws_kms_key', 'aws_s3_bucket_lifecycle_configuration', 'aws_s3_bucket_versioning'],
]);

/** What a resource that stays would lose. */
export interface LossInPlace {
  readonly attribute: string;
  /** The end of a sentence that begins with the stack. */
  readonly words: string;
}

/** The guards that a plan takes from a resource that stays. */
export function liftedGuards({ address, type, change: { before, after } }: PlannedResource): LossInPlace[] {
  return Object.entries(GUARDS[type] ?? {})
    .filter(([attribute, off]) => isOn(before?.[attribute], off) && after?.[attribute] === off)
    .map(([attribute, off]) => ({
      attribute,
      words: `would set ${attribute} of ${address} to ${off}, which takes its guard away`,
    }));
}

/**
 * Whether a guard that was on is no more, also where its resource goes or is replaced. An instance that a replacement has left
 * behind is not asked: no apply takes its guard.
 */
export function losesGuard({ type, deposed, change: { before, after } }: PlannedResource): boolean {
  return (
    deposed === undefined &&
    Object.entries(GUARDS[type] ?? {}).some(
      ([attribute, off]) => isOn(before?.[attribute], off) && !isOn(after?.[attribute], off),
    )
  );
}

/** Of an attribute that the state lacks nobody knows. */
const isOn = (value: unknown, off: boolean | number) => typeof value === typeof off && value !== off;

/** What a plan loses of a resource that stays, its guards left aside. */
export function lossesInPlace({ address, type, change }: PlannedResource): LossInPlace[] {
  const { before, after } = change;
  if (!before || !after) return [];
  const loss = (attribute: string, words: string) => ({ attribute, words });
  switch (type) {
    case 'aws_s3_bucket_versioning':
      if (!isVersioned(before) || isVersioned(after)) return [];
      return [
        loss(
          'versioning_configuration',
          `would suspend ${address}, and nothing that is overwritten or deleted from then on comes back`,
        ),
      ];
    case 'aws_kms_key':
      if (before.is_enabled !== true || after.is_enabled !== false) return [];
      return [
        loss('is_enabled', `would disable ${address}, and nobody could read what is encrypted with it`),
      ];
    case 'aws_s3_bucket_lifecycle_configuration':
      return earlierExpirations(before, after).map((what) =>
        loss('rule', `would make ${what} by ${address}, and AWS would delete what is older`),
      );
    default: {
      const { attribute, without } = KEPT_DAYS[type] ?? {};
      if (attribute === undefined) return [];
      const days = (state: Attributes) => Number(state[attribute]) || Number(without);
      if (days(after) >= days(before)) return [];
      const less = `from ${before[attribute]} to ${after[attribute]}`;
      return [
        loss(attribute, `would lower ${attribute} of ${address} ${less}, and AWS would delete what is older`),
      ];
    }
  }
}

const isVersioned = ({ versioning_configuration: blocks }: Attributes): boolean =>
  (blocks as readonly { readonly status?: string }[] | undefined)?.[0]?.status === 'Enabled';

/** A rule of a bucket's lifecycle, as far as it deletes. */
interface LifecycleRule {
  readonly status?: string;
  readonly filter?: unknown;
  readonly expiration?: readonly { readonly days?: number | null; readonly date?: string | null }[];
  readonly noncurrent_version_expiration?: readonly { readonly noncurrent_days?: number | null }[];
}

/** How long a rule keeps what it is about, and the words for that. */
const KEEPS: Readonly<Record<string, (rule: LifecycleRule) => number>> = {
  objects: ({ expiration = [] }) =>
    soonest(expiration.map(({ days, date }) => days || (date ? 0 : Number.POSITIVE_INFINITY))),
  'old versions': ({ noncurrent_version_expiration: blocks = [] }) =>
    soonest(blocks.map(({ noncurrent_days }) => noncurrent_days || Number.POSITIVE_INFINITY)),
};

const soonest = (days: readonly number[]) => Math.min(Number.POSITIVE_INFINITY, ...days);

/** What a rule deletes is compared with the rules that were about it, whatever their ids. */
function earlierExpirations(before: Attributes, after: Attributes): string[] {
  const [had, gets] = [enabledRules(before), enabledRules(after)];
  return Object.entries(KEEPS).flatMap(([what, keeps]) => {
    const keptBefore = (filter: unknown) =>
      soonest(had.filter((rule) => isEverything(rule.filter) || isSame(rule.filter, filter)).map(keeps));
    const earlier = gets.filter((rule) => keeps(rule) < keptBefore(rule.filter));
    if (earlier.length === 0) return [];
    const days = soonest(earlier.map(keeps));
    const old = soonest(earlier.map(({ filter }) => keptBefore(filter)));
    return [`${what} expire after ${days} days instead of ${Number.isFinite(old) ? `${old} days` : 'never'}`];
  });
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Of a filter that names no prefix, tag or size. */
const isEverything = (filter: unknown): boolean =>
  !filter || (typeof filter === 'object' && Object.values(filter).every(isEverything));

const enabledRules = ({ rule = [] }: Attributes): readonly LifecycleRule[] =>
  (rule as readonly LifecycleRule[]).filter(({ status }) => status === 'Enabled');
