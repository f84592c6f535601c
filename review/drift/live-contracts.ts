import { type ContractOutput, VERSION_OUTPUT } from '../../modules/contract/contract';
import type { OutputProblem } from '../analysis/review';
import { contracts } from '../contracts';

/** Outputs as a state keeps them. */
type Outputs = Readonly<Record<string, unknown>>;

interface Live {
  readonly id: string;
  readonly kind: string;
  readonly outputs: Outputs;
}

/** What an applied stack publishes that is not what the contract of its kind promises. */
export function brokenPromises({ id, kind, outputs }: Live): OutputProblem[] {
  const contract = contracts[kind];
  if (contract === undefined) return [];
  const version = liveValue(outputs, VERSION_OUTPUT);
  const outdated =
    version === contract.version
      ? []
      : [
          {
            stack: id,
            output: VERSION_OUTPUT,
            says: `is ${version === undefined ? 'missing' : String(version)}, and the contract is of version ${contract.version}`,
          },
        ];
  const broken = Object.values(contract.outputs).flatMap((promised) => {
    const says = objectionTo(promised, outputs);
    return says === undefined ? [] : [{ stack: id, output: promised.name, says }];
  });
  return [...outdated, ...broken];
}

const EXPECTED: Readonly<Record<ContractOutput['type'], string>> = {
  text: 'a text',
  list: 'a list of texts',
  map: 'texts by name',
};

function objectionTo({ name, type, sensitive }: ContractOutput, outputs: Outputs): string | undefined {
  const value = liveValue(outputs, name);
  if (value === undefined || value === null) return `is missing, and the contract promises ${EXPECTED[type]}`;
  if (!isOfType(value, type)) return `is no longer what the contract promises, ${EXPECTED[type]}`;
  const isMarked = (outputs[name] as { readonly sensitive?: unknown }).sensitive === true;
  if (isMarked === sensitive) return undefined;
  return sensitive
    ? 'is not marked as sensitive, as the contract promises'
    : 'is marked as sensitive, and the contract promises that it can be read';
}

function isOfType(value: unknown, type: ContractOutput['type']): boolean {
  const areTexts = (values: readonly unknown[]) => values.every((each) => typeof each === 'string');
  if (type === 'text') return typeof value === 'string';
  if (type === 'list') return Array.isArray(value) && areTexts(value);
  return typeof value === 'object' && !Array.isArray(value) && areTexts(Object.values(value as object));
}

const liveValue = (outputs: Outputs, name: string): unknown =>
  (outputs[name] as { readonly value?: unknown } | undefined)?.value;
