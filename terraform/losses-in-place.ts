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
    .filter(([attribute, off]) => isOn(before?.[attribute], off) && !isOn(after?.[attribute], off))
    .map(([attribute, off]) => ({
      attribute,
      words:
        after?.[attribute] === off
          ? `would set ${attribute} of ${address} to ${off}, which takes its guard away`
          : `would no longer say what ${attribute} of ${address} is, which may take its guard away`,
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

/** Types of which a resource that is made can lose something of another. */
export const LOSING_WHEN_MADE: ReadonlySet<string> = new Set(['aws_s3_bucket_lifecycle_configuration']);

/** What a plan loses of a resource that stays, its guards left aside. `all` is what the plan does to every resource. */
export function lossesInPlace(resource: PlannedResource, all: readonly PlannedResource[]): LossInPlace[] {
  const { address, type, change } = resource;
  const { after } = change;
  const before = type === LIFECYCLE ? lifecycleBefore(resource, all) : change.before;
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
    case 'aws_kms_key': {
      if (before.is_enabled !== true || after.is_enabled === true) return [];
      const what = after.is_enabled === false ? 'disable' : 'leave it to AWS to disable';
      return [
        loss('is_enabled', `would ${what} ${address}, and nobody could read what is encrypted with it`),
      ];
    }
    case 'aws_secretsmanager_secret': {
      const { recovery_window_in_days: had } = before;
      const { recovery_window_in_days: gets } = after;
      // To none is a guard that is taken.
      if (typeof had !== 'number' || typeof gets !== 'number' || gets === 0 || gets >= had) return [];
      const less = `from ${had} to ${gets}`;
      return [
        loss(
          'recovery_window_in_days',
          `would lower recovery_window_in_days of ${address} ${less}, and once deleted it would come back for fewer days`,
        ),
      ];
    }
    case LIFECYCLE:
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

const LIFECYCLE = 'aws_s3_bucket_lifecycle_configuration';

/** What was said of the bucket until now, by this resource or by one that goes; nothing to lose where the bucket is made as well. */
function lifecycleBefore(
  { address, change: { before, after } }: PlannedResource,
  all: readonly PlannedResource[],
): Attributes | undefined {
  if (!after) return undefined;
  if (before && before.bucket === after.bucket) return before;
  const isMade = all.some(
    ({ type, change }) =>
      type === 'aws_s3_bucket' &&
      change.actions.includes('create') &&
      // Its name may be told only by the apply, which makes it.
      (after.bucket === undefined || after.bucket === null || change.after?.bucket === after.bucket),
  );
  if (isMade) return undefined;
  const gone = all.find(
    (other) =>
      other.type === LIFECYCLE && other.address !== address && other.change.before?.bucket === after.bucket,
  );
  return gone?.change.before ?? {};
}

/** A rule of a bucket's lifecycle, as far as it deletes. */
interface LifecycleRule {
  readonly status?: string;
  readonly prefix?: string | null;
  readonly filter?: unknown;
  readonly expiration?: readonly { readonly days?: number | null; readonly date?: string | null }[];
  readonly noncurrent_version_expiration?: readonly {
    readonly noncurrent_days?: number | null;
    readonly newer_noncurrent_versions?: number | string | null;
  }[];
}

/** What a rule deletes of what it is about. */
interface Expiration {
  readonly scope: unknown;
  /** From today. */
  readonly days: number;
  /** Newest versions that stay. */
  readonly spares: number;
  readonly words: string;
}

const DAY_MILLISECONDS = 86_400_000;

/** When a rule deletes, by what. */
const EXPIRES: Readonly<Record<string, (rule: LifecycleRule) => Omit<Expiration, 'scope'>[]>> = {
  objects: ({ expiration = [] }) =>
    expiration.flatMap(({ days, date }) => [
      ...(days ? [{ days, spares: 0, words: `after ${days} days` }] : []),
      ...(date ? [{ days: daysUntil(date), spares: 0, words: `on ${date.slice(0, 10)}` }] : []),
    ]),
  'old versions': ({ noncurrent_version_expiration: blocks = [] }) =>
    blocks.flatMap(({ noncurrent_days: days, newer_noncurrent_versions: newer }) => {
      const spares = Number(newer ?? 0);
      const beyond = spares > 0 ? ` beyond the newest ${spares}` : '';
      return days ? [{ days, spares, words: `after ${days} days${beyond}` }] : [];
    }),
};

const daysUntil = (date: string) => Math.max(0, (Date.parse(date) - Date.now()) / DAY_MILLISECONDS);

/** What a rule deletes is compared with the rules that were about it, whatever their ids. */
function earlierExpirations(before: Attributes, after: Attributes): string[] {
  return Object.entries(EXPIRES).flatMap(([what, expires]) => {
    const of = (state: Attributes) =>
      enabledRules(state).flatMap((rule) => expires(rule).map((each) => ({ ...each, scope: scopeOf(rule) })));
    const had = of(before);
    const formerly = ({ scope }: Expiration) => had.filter((each) => isWithin(scope, each.scope));
    const [earlier] = soonestFirst(
      of(after).filter(
        (rule) => !formerly(rule).some(({ days, spares }) => days <= rule.days && spares <= rule.spares),
      ),
    );
    if (earlier === undefined) return [];
    const [former] = soonestFirst(formerly(earlier));
    return [`${what} expire ${earlier.words} instead of ${former?.words.replace(/^after /, '') ?? 'never'}`];
  });
}

const soonestFirst = (all: readonly Expiration[]) => [...all].sort((a, b) => a.days - b.days);

/** What a rule is about, without what its filter leaves open; a prefix may stand in the rule itself. */
const scopeOf = ({ prefix, filter }: LifecycleRule) => said(isEverything(filter) ? [{ prefix }] : filter);

function said(filter: unknown): unknown {
  if (typeof filter !== 'object' || filter === null) return filter;
  if (Array.isArray(filter)) return filter.filter((each) => !isEverything(each)).map(said);
  const entries = Object.entries(filter).filter(([, each]) => !isEverything(each));
  return Object.fromEntries(entries.sort().map(([name, each]) => [name, said(each)]));
}

/** Whether everything in one scope is in another. */
function isWithin(scope: unknown, other: unknown): boolean {
  if (isEverything(other) || JSON.stringify(scope) === JSON.stringify(other)) return true;
  const [prefix, outer] = [onlyPrefix(scope), onlyPrefix(other)];
  return prefix !== undefined && outer !== undefined && prefix.startsWith(outer);
}

function onlyPrefix(scope: unknown): string | undefined {
  const [only, ...others] = (Array.isArray(scope) ? scope : [scope]) as readonly Attributes[];
  const isOnly = others.length === 0 && Object.keys(only ?? {}).join() === 'prefix';
  return isOnly ? String(only?.prefix) : undefined;
}

/** Of a filter that names no prefix, tag or size. */
const isEverything = (filter: unknown): boolean =>
  !filter || (typeof filter === 'object' && Object.values(filter).every(isEverything));

const enabledRules = ({ rule = [] }: Attributes): readonly LifecycleRule[] =>
  (rule as readonly LifecycleRule[]).filter(({ status }) => status === 'Enabled');
