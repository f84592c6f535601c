import { type Contract, type ContractValues, VERSION_OUTPUT } from '../modules/contract/contract';
import type { DeclaredStack } from './declared-stacks';
import { StateStore } from './state-store';

/** What an applied stack promises, from its state; one sentence where it has not been applied for this contract. */
export async function appliedOutputs<C extends Contract>(
  stack: Pick<DeclaredStack, 'id' | 'deployment' | 'backend'>,
  contract: C,
  environment: Readonly<Record<string, string>> = {},
): Promise<ContractValues<C>> {
  const store = new StateStore(stack.backend, stack.deployment, environment);
  try {
    const state = await store.read(stack.backend.key);
    const applied = (name: string) =>
      (state?.outputs[name] as { readonly value?: unknown } | undefined)?.value;
    const version = Number(applied(VERSION_OUTPUT) ?? 0);
    if (!(version >= contract.version)) {
      const isApplied = Object.keys(state?.outputs ?? {}).length > 0;
      const found = isApplied ? `been applied with version ${version} of its contract` : 'not been applied';
      throw new Error(
        `Stack "${stack.id}" has ${found}, and version ${contract.version} is read here: apply "${stack.id}" first`,
      );
    }
    const values = Object.entries(contract.outputs).map(([key, { name }]) => [key, applied(name)]);
    return Object.fromEntries(values) as ContractValues<C>;
  } finally {
    store.close();
  }
}
