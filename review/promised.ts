import { type SynthesizedStack, stackJson } from '../terraform/synthesized';
import { contracts } from './contracts';
import type { Producer } from './inputs';

/** What a stack publishes, as it is synthesized and as the contract of its kind has it. */
export function promisedBy(stack: SynthesizedStack): Producer['promised'] {
  const { awsRegion, accountId, kind } = stack;
  const outputs = Object.values(contracts[kind]?.outputs ?? {});
  return Object.fromEntries(
    Object.entries(stackJson(stack).output ?? {}).map(([name, { value: expression, sensitive = false }]) => {
      const { type = 'text' } = outputs.find((output) => output.name === name) ?? {};
      const account = accountId === undefined ? {} : { accountId };
      return [name, { name, type, expression, sensitive, awsRegion, ...account }];
    }),
  );
}
