import { VERSION_OUTPUT } from '../../../modules/contract/contract';
import { contracts } from '../../../review/contracts';
import type { Tagged } from '../../../review/drift/tagged';
import type { State } from '../../../terraform/state-store';

/** A state with one resource of each type and its attributes. */
export const stateOf = (...resources: readonly (readonly [type: string, attributes: object])[]): State => ({
  lineage: 'a',
  serial: 1,
  outputs: {},
  resources: resources.map(([type, attributes]) => ({
    mode: 'managed',
    type,
    name: 'a',
    instances: [{ attributes }],
  })),
});

export const taggedAs = (arn: string, tags: Readonly<Record<string, string>> = {}): Tagged => ({
  arn,
  awsRegion: 'eu-west-1',
  tags: { deployment: 'x', stack: 'x-region-asia', ...tags },
});

const VALUES = { text: 'a', list: ['a'], map: { a: 'b' } };

/** Outputs as a state keeps them, as the contract of a kind promises them. */
export function promisedOutputs(kind: string): Record<string, object> {
  const contract = contracts[kind];
  if (contract === undefined) throw new Error(`expected a contract of "${kind}", got none`);
  return Object.fromEntries([
    [VERSION_OUTPUT, { value: contract.version, type: 'number' }],
    ...Object.values(contract.outputs).map(({ name, type, sensitive }) => [
      name,
      { value: VALUES[type], ...(sensitive ? { sensitive } : {}) },
    ]),
  ]);
}
