/** What a value that crosses a stack border may be. */
interface Types {
  readonly text: string;
  readonly list: string[];
  readonly map: Record<string, string>;
}

/** One value that crosses from the state of one stack into the plan of another. */
export interface ContractOutput<T extends keyof Types = keyof Types> {
  readonly type: T;
  /** Name in Terraform state, snake_case. Renaming it breaks every reader. */
  readonly name: string;
  /** What a reader may rely on. */
  readonly description: string;
  /** True where plans must not print the value. Secrets are never outputs, sensitive or not. */
  readonly sensitive: boolean;
}

/** What one stack promises its readers: plain data, which tools may import. */
export interface Contract {
  /** Raised by one with every change that an older reader or producer would not survive. */
  readonly version: number;
  readonly outputs: Readonly<Record<string, ContractOutput>>;
}

export type ContractValues<C extends Contract> = {
  readonly [K in keyof C['outputs']]: Types[C['outputs'][K]['type']];
};

/** Output beside those of the contract: the version that they follow. */
export const VERSION_OUTPUT = 'contract_version';

interface OutputOptions {
  readonly sensitive?: boolean;
}

const output =
  <T extends keyof Types>(type: T) =>
  (name: string, description: string, { sensitive = false }: OutputOptions = {}): ContractOutput<T> => ({
    type,
    name,
    description,
    sensitive,
  });

export const text = output('text');
export const list = output('list');
export const map = output('map');
