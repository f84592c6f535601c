import { KEPT_TYPES } from '../../terraform/kept-types';
import type { Blocks } from '../../terraform/synthesized';
import { withoutIndex } from '../plan-json';
import { isNothing } from './attribute-diff';
import type { ResourceReview, Unasked } from './review';

/**
 * What somebody has deleted, or changed of what its stack asks for. Terraform counts also as drift what it has filled in since the
 * apply: what AWS chooses itself, and what another resource sets, such as a bucket's policy.
 */
export function driftOf(drifted: readonly ResourceReview[], written: Blocks): ResourceReview[] {
  return drifted
    .map((each) => (each.action === 'update' ? { ...each, attributes: askedOf(each, written) } : each))
    .filter(({ action, attributes }) => action !== 'update' || attributes.length > 0);
}

/** What Terraform counts as drift besides. */
export function unaskedOf(drifted: readonly ResourceReview[], written: Blocks): Omit<Unasked, 'stack'>[] {
  return drifted
    .filter(({ action }) => action === 'update')
    .flatMap((each) => {
      const asked = askedOf(each, written);
      const attributes = each.attributes.filter((change) => !asked.includes(change)).map(({ path }) => path);
      return attributes.length === 0 ? [] : [{ address: each.address, attributes }];
    });
}

/** Of what no plan brings back. */
export const isOfKeptType = ({ type }: Pick<ResourceReview, 'type'>) => type in KEPT_TYPES;

function askedOf({ type, address, attributes }: ResourceReview, written: Blocks) {
  const [, name = ''] = withoutIndex(address).split('.');
  const block = written[type]?.[name];
  return attributes.filter(({ path, before }) => {
    const [attribute = ''] = path.split(/[.[]/);
    return !isNothing(before) && (block === undefined || attribute in block);
  });
}
