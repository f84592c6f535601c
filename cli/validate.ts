import { synthesizedStacks } from '../terraform/synthesized';
import { validateAll } from '../terraform/validate-all';
import { findStack } from './find-stack';
import { terraformIfThere } from './terraform-if-there';

export interface ValidateArguments {
  /** Ids; none means all. */
  readonly stacks: readonly string[];
  readonly ifTerraform: boolean;
}

/** Has Terraform check what is synthesized. */
export async function validate(
  { stacks, ifTerraform }: ValidateArguments,
  signal: AbortSignal,
): Promise<void> {
  const all = synthesizedStacks();
  const chosen = stacks.length === 0 ? all : stacks.map((id) => findStack(all, id));
  const terraform = ifTerraform ? await terraformIfThere() : {};
  if ('reason' in terraform) {
    console.log(`${terraform.reason}\nLeft out: "terraform validate" of ${chosen.length} stacks.`);
    return;
  }
  const start = performance.now();
  const verdicts = await validateAll(chosen, {
    ...terraform,
    signal,
    onVerdict: ({ stack, error, seconds }) => {
      const what = `${stack.id} (${stack.resourceCount} resources, ${seconds.toFixed(1)} s)`;
      console.log(error ? `invalid  ${what}\n${error.message}` : `valid    ${what}`);
    },
  });
  const invalid = verdicts.filter(({ error }) => error).map(({ stack }) => stack.id);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  if (invalid.length > 0) {
    throw new Error(`Terraform refuses ${invalid.length} of ${chosen.length} stacks: ${invalid.join(', ')}.`);
  }
  console.log(`Terraform accepts all ${chosen.length} stacks (${seconds} s).`);
}
