import {
  DataTerraformRemoteStateS3,
  type DataTerraformRemoteStateS3Config,
  TerraformOutput,
  type TerraformStack,
  Token,
} from 'cdktf';
import { type Contract, type ContractOutput, type ContractValues, VERSION_OUTPUT } from './contract';

/** Declares every output of the contract on the stack; a missing value does not compile. */
export function publish<C extends Contract>(
  stack: TerraformStack,
  contract: C,
  values: ContractValues<C>,
): void {
  new TerraformOutput(stack, VERSION_OUTPUT, {
    value: contract.version,
    description: 'Version of the contract that the outputs below follow.',
    staticId: true,
  });
  const published: Readonly<Record<string, unknown>> = values;
  for (const [key, { name, description, sensitive }] of Object.entries(contract.outputs)) {
    new TerraformOutput(stack, name, { value: published[key], description, sensitive, staticId: true });
  }
}

/**
 * Reads the contract of another stack from its last applied state.
 *
 * The plan fails with one sentence that names the stack to apply where that stack has no outputs (never applied, or
 * destroyed) or still follows an older version of the contract.
 */
export function read<C extends Contract>(
  stack: TerraformStack,
  upstreamStackId: string,
  contract: C,
  state: DataTerraformRemoteStateS3Config,
): ContractValues<C> {
  const remote = new DataTerraformRemoteStateS3(stack, upstreamStackId, state);
  remote.addOverride('lifecycle.postcondition', [
    {
      condition: `\${try(self.outputs.${VERSION_OUTPUT}, 0) >= ${contract.version}}`,
      error_message: `Stack "${upstreamStackId}" has not been applied with version ${contract.version} of its contract: apply "${upstreamStackId}" first.`,
    },
  ]);
  const values = Object.entries(contract.outputs).map(([key, output]) => [key, valueIn(remote, output)]);
  return Object.fromEntries(values) as ContractValues<C>;
}

function valueIn(state: DataTerraformRemoteStateS3, { name, type }: ContractOutput) {
  switch (type) {
    case 'text':
      return state.getString(name);
    case 'list':
      return Token.asList(state.get(name));
    case 'map':
      return Token.asStringMap(state.get(name));
  }
}
