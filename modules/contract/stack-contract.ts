import {
  DataTerraformRemoteStateS3,
  type DataTerraformRemoteStateS3Config,
  TerraformOutput,
  type TerraformStack,
  Token,
} from 'cdktf';

/** One value that crosses from the state of one stack into the plan of another. */
export interface ContractOutput<T> {
  /** Name in Terraform state, snake_case. Renaming it breaks every reader. */
  readonly name: string;
  /** What a reader may rely on. */
  readonly description: string;
  /** True where plans must not print the value. Secrets are never outputs, sensitive or not. */
  readonly sensitive: boolean;
  readonly readFrom: (state: DataTerraformRemoteStateS3) => T;
}

interface OutputOptions {
  readonly sensitive?: boolean;
}

export const text = (
  name: string,
  description: string,
  { sensitive = false }: OutputOptions = {},
): ContractOutput<string> => ({
  name,
  description,
  sensitive,
  readFrom: (state) => state.getString(name),
});

export const list = (
  name: string,
  description: string,
  { sensitive = false }: OutputOptions = {},
): ContractOutput<string[]> => ({
  name,
  description,
  sensitive,
  readFrom: (state) => Token.asList(state.get(name)),
});

export const map = (
  name: string,
  description: string,
  { sensitive = false }: OutputOptions = {},
): ContractOutput<Record<string, string>> => ({
  name,
  description,
  sensitive,
  readFrom: (state) => Token.asStringMap(state.get(name)),
});

/** What one stack promises its readers. */
export interface Contract {
  /** Raised by one with every change that an older reader or producer would not survive. */
  readonly version: number;
  readonly outputs: Readonly<Record<string, ContractOutput<unknown>>>;
}

export type ContractValues<C extends Contract> = {
  readonly [K in keyof C['outputs']]: C['outputs'][K] extends ContractOutput<infer T> ? T : never;
};

const VERSION_OUTPUT = 'contract_version';

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
  const values = Object.entries(contract.outputs).map(([key, output]) => [key, output.readFrom(remote)]);
  return Object.fromEntries(values) as ContractValues<C>;
}
