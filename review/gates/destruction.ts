import { EXPENDABLE_TYPES } from '../../terraform/kept-types';
import type { ResourceReview } from '../analysis/review';
import { findingsOf, type Gate, severityIn } from './gate';

/** What is kept is gone for Terraform as well where it is only forgotten: from then on nobody guards it. */
const isGone = ({ action, kept }: ResourceReview) =>
  action === 'destroy' || action === 'replace' || (action === 'forget' && kept !== undefined);

const DOES: Readonly<Partial<Record<ResourceReview['action'], string>>> = {
  replace: 'replaces',
  forget: 'forgets',
};

/** Reads plans and both sides' synthesized JSON, never only the block that guards itself: a change can take that away. */
export const destroyStateful: Gate = {
  id: 'G01',
  title: 'what holds data or a name is destroyed',
  severity: 'refuse',
  check: (review) =>
    findingsOf(review, (resource, stack) => {
      if (!isGone(resource)) return undefined;
      const why = reasonToKeep(resource);
      if (why === undefined) return undefined;
      const how = DOES[resource.action] ?? 'destroys';
      const forced = resource.forcedBy.length > 0 ? `, because of ${resource.forcedBy.join(', ')}` : '';
      return {
        address: nameOf(resource),
        sentence: `"${stack.id}" ${how} ${nameOf(resource)}${forced}: ${why}.`,
        severity: severityIn(stack),
      };
    }),
};

/** Who agrees to lose what a replacement has left behind has not agreed to lose what stands in its place. */
const nameOf = ({ address, deposed }: ResourceReview) =>
  deposed === undefined ? address : `${address}/deposed/${deposed}`;

function reasonToKeep({ type, kept, traits }: ResourceReview): string | undefined {
  // What says how a bucket is kept is no loss beside the bucket itself.
  if (traits.includes('with-bucket')) return undefined;
  if (kept !== undefined) return kept;
  if (traits.includes('guarded')) return 'its block says prevent_destroy';
  return type.startsWith('aws_') && !(type in EXPENDABLE_TYPES)
    ? 'nobody has decided yet whether one of this type may go (terraform/kept-types.ts)'
    : undefined;
}

/** Attributes that keep something, and whether a change weakens them. */
const GUARDS: Readonly<Record<string, (before: unknown, after: unknown) => boolean>> = {
  deletion_protection: isSwitchedOff,
  enable_deletion_protection: isSwitchedOff,
  deletion_protection_enabled: isSwitchedOff,
  enable_key_rotation: isSwitchedOff,
  is_enabled: isSwitchedOff,
  object_lock_enabled: isSwitchedOff,
  storage_encrypted: isSwitchedOff,
  copy_tags_to_snapshot: isSwitchedOff,
  force_destroy: isSwitchedOn,
  skip_final_snapshot: isSwitchedOn,
  delete_automated_backups: isSwitchedOn,
  skip_destroy: isSwitchedOff,
  prevent_destroy: isSwitchedOff,
  backup_retention_period: isLowered,
  retention_in_days: isLowered,
  recovery_window_in_days: isLowered,
  deletion_window_in_days: isLowered,
  snapshot_retention_limit: isLowered,
};

function isSwitchedOff(before: unknown, after: unknown): boolean {
  return isTrue(before) && !isTrue(after);
}

function isSwitchedOn(before: unknown, after: unknown): boolean {
  return !isTrue(before) && isTrue(after);
}

const isTrue = (value: unknown) => value === true || value === 'true' || value === 'Enabled';

/** 0 days of logs stand for ever; 0 days of backups and of recovery for none, and these never go up to 0. */
function isLowered(before: unknown, after: unknown, isForeverAtZero = false): boolean {
  const days = (value: unknown) =>
    Number(value) === 0 && isForeverAtZero ? Number.POSITIVE_INFINITY : Number(value ?? Number.NaN);
  return days(after) < days(before);
}

const lastName = (path: string) =>
  path
    .replace(/\[[^\]]*\]$/, '')
    .split('.')
    .at(-1) ?? '';

export const guardRemoval: Gate = {
  id: 'G02',
  title: 'a guard is weakened or taken away',
  severity: 'refuse',
  check: (review) => [
    ...review.stacks.flatMap((stack) =>
      stack.resources.flatMap((resource) => {
        const { address, losses } = resource;
        const weakened = weakenedIn(resource).map((said) => `weakens what keeps ${address}: ${said}`);
        return (weakened.length > 0 ? weakened : losses).map((said) => ({
          stack: stack.id,
          address,
          sentence: `"${stack.id}" ${said}.`,
          severity: severityIn(stack),
        }));
      }),
    ),
    ...review.stacks.flatMap(({ id, unguarded }) =>
      unguarded.map((address) => ({
        stack: id,
        address,
        sentence: `"${id}" takes prevent_destroy from ${address}.`,
      })),
    ),
  ],
};

function weakenedIn({ type, action, attributes }: ResourceReview): string[] {
  if (action !== 'update' && action !== 'replace') return [];
  return attributes.flatMap(({ path, before, after }) => {
    const name = lastName(path);
    const isVersioning = type === 'aws_s3_bucket_versioning' && name === 'status' && before === 'Enabled';
    const isRecovery =
      path.startsWith('point_in_time_recovery') && name === 'enabled' && isSwitchedOff(before, after);
    const isLogs = type === 'aws_cloudwatch_log_group' && name === 'retention_in_days';
    const isWeaker = isLogs ? isLowered(before, after, true) : GUARDS[name]?.(before, after);
    return isVersioning || isRecovery || isWeaker ? [`${path} ${String(before)} → ${String(after)}`] : [];
  });
}
