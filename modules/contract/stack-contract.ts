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

/** What a list output has to start with for the reader's document; the producer may have been applied for another one. */
export type Expected<C extends Contract> = { readonly [K in keyof C['outputs']]?: readonly string[] };

/**
 * Reads the contract of another stack from its last applied state.
 *
 * The plan fails with one sentence that names the stack to apply where that stack has no outputs (never applied, or
 * destroyed), still follows an older version of the contract, has lost an output, or was not applied for this document.
 */
export function read<C extends Contract>(
  stack: TerraformStack,
  upstreamStackId: string,
  contract: C,
  state: DataTerraformRemoteStateS3Config,
  expected: Expected<C> = {},
): ContractValues<C> {
  const remote = new DataTerraformRemoteStateS3(stack, upstreamStackId, state);
  const first = `apply "${upstreamStackId}" first.`;
  const names = Object.values(contract.outputs).map(({ name }) => name);
  const missing = `setsubtract(${JSON.stringify(names)}, keys(self.outputs))`;
  const version = `try(self.outputs.${VERSION_OUTPUT}, 0)`;
  const isOfVersion = `${version} >= ${contract.version}`;
  const lists: [string, readonly string[] | undefined][] = Object.entries(expected);
  remote.addOverride('lifecycle.postcondition', [
    {
      condition: `\${${isOfVersion}}`,
      error_message: `Stack "${upstreamStackId}" has \${length(keys(self.outputs)) == 0 ? "not been applied" : "been applied with version \${${version}} of its contract"}, and "${stack.node.id}" reads version ${contract.version}: ${first}`,
    },
    ...(names.length === 0
      ? []
      : [
          {
            condition: `\${!(${isOfVersion}) || length(${missing}) == 0}`,
            error_message: `Stack "${upstreamStackId}" has been applied without \${join(", ", ${missing})}, which "${stack.node.id}" reads: \${${version} > ${contract.version} ? "take the newer sources that it was applied with." : ${JSON.stringify(first)}}`,
          },
        ]),
    ...lists.flatMap(([key, values = []]) => {
      if (values.length === 0) return [];
      const name = contract.outputs[key]?.name;
      const start = `jsonencode(try(slice(self.outputs.${name}, 0, ${values.length}), []))`;
      return {
        condition: `\${!can(self.outputs.${name}) || ${start} == jsonencode(${JSON.stringify(values)})}`,
        error_message: `Stack "${upstreamStackId}" has been applied for another document, without ${values.join(', ')} in front of its ${name}: ${first}`,
      };
    }),
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
