import { maskedKnown } from './masked';
import type { Secrets } from './secrets';

/**
 * What gates compare: ids of stacks and words of the platform, of Terraform and of the provider's schema. Masked, they would hide
 * a change from its gate: a stack could get there with a sensitive output that reads `destroy`.
 */
const COMPARED = new Set([
  ...['id', 'deployment', 'kind', 'name', 'awsRegions', 'stack', 'producer', 'changedIn', 'absentIn'],
  ...['reason', 'action', 'source', 'change', 'because', 'type', 'traits', 'path'],
]);

/** Values of attributes, with names that are somebody's own. */
const VALUES = new Set(['before', 'after']);

/** A review without what is known to be a secret, before anything of it leaves. */
export function lastLook<T>(review: T, secrets: Secrets): T;
export function lastLook(review: unknown, secrets: Secrets): unknown {
  if (Array.isArray(review)) return review.map((each) => lastLook(each, secrets));
  if (typeof review !== 'object' || review === null) return maskedKnown(review, secrets);
  return Object.fromEntries(
    Object.entries(review).map(([name, each]) => [
      name,
      COMPARED.has(name) ? each : VALUES.has(name) ? maskedKnown(each, secrets) : lastLook(each, secrets),
    ]),
  );
}
