import type { Place } from '../../../iam/request/resources';

/** A region in which the given names are known: `kind name` → ARN. */
export function placeWith(known: Readonly<Record<string, string>> = {}): Place {
  return {
    region: 'eu-west-1',
    account: '123456789012',
    names: { arnOf: async (kind, name) => known[`${kind} ${name}`] },
  };
}
