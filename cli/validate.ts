import { parseArgs } from 'node:util';
import { synthesizedStacks } from '../terraform/synthesized';
import { validateAll } from '../terraform/validate-all';
import { command, usage } from './command';
import { findStack } from './find-stack';
import { terraformIfThere } from './terraform-if-there';

const help = `
Usage: npm run validate -- [stack …] [--if-terraform]

Runs "terraform validate" on every stack in cdktf.out, or on those named. Needs no AWS account and reads no state.

  --if-terraform   says what is missing, and succeeds, where Terraform is not installed and cannot be downloaded
`;

command(help, async ({ args, signal }) => {
  const options = { 'if-terraform': { type: 'boolean' } } as const;
  const { positionals, values } = usage(() =>
    parseArgs({ args: [...args], allowPositionals: true, options }),
  );
  const all = synthesizedStacks();
  const stacks = positionals.length === 0 ? all : positionals.map((id) => findStack(all, id));
  const terraform = values['if-terraform'] ? await terraformIfThere() : {};
  if ('reason' in terraform) {
    console.log(`${terraform.reason}\nLeft out: "terraform validate" of ${stacks.length} stacks.`);
    return;
  }
  const start = performance.now();
  const verdicts = await validateAll(stacks, {
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
    throw new Error(`Terraform refuses ${invalid.length} of ${stacks.length} stacks: ${invalid.join(', ')}.`);
  }
  console.log(`Terraform accepts all ${stacks.length} stacks (${seconds} s).`);
});
