import { KEPT_TYPES } from '../../terraform/kept-types';
import type { Blocks } from '../../terraform/synthesized';
import { withoutIndex } from '../plan-json';
import { isNothing } from './attribute-diff';
import type { ResourceReview } from './review';

/**
 * What somebody has deleted of what is kept, or changed of what its stack asks for. Terraform counts also as drift what it has
 * filled in since the apply: what AWS chooses itself, and what another resource sets, such as a bucket's policy.
 */
export function driftOf(drifted: readonly ResourceReview[], written: Blocks): ResourceReview[] {
  return drifted
    .filter(({ type }) => type in KEPT_TYPES)
    .map((each) => (each.action === 'update' ? { ...each, attributes: changedOf(each, written) } : each))
    .filter(({ action, attributes }) => action !== 'update' || attributes.length > 0);
}

function changedOf({ type, address, attributes }: ResourceReview, written: Blocks) {
  const [, name = ''] = withoutIndex(address).split('.');
  const block = written[type]?.[name];
  return attributes.filter(({ path, before }) => {
    const [attribute = ''] = path.split(/[.[]/);
    return !isNothing(before) && (block === undefined || attribute in block);
  });
}
