import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanJson, ResourceChange } from '../../review/plan-json';
import type { GeneratedStack } from './plans';

const MOST_BYTES = 2 ** 28;

/** A plan file of the real Terraform, which is read with `terraform show`. */
export interface TerraformPlan {
  readonly directory: string;
  /** Of what `terraform show -json` prints. */
  readonly jsonBytes: number;
}

/**
 * The same changes as resources that Terraform has built in, each with the other one's attributes as a text: no provider has to be
 * there. It writes such a text twice, as input and output, so that half of what stays makes a plan of about the same size.
 */
export function terraformPlan(
  binary: string,
  directory: string,
  { plan }: Pick<GeneratedStack, 'plan'>,
): TerraformPlan {
  const { resource_changes: all = [] } = plan as PlanJson;
  const resources = all.filter(({ change }, index) => change.actions[0] !== 'no-op' || index % 2 === 0);
  mkdirSync(directory, { recursive: true });
  const write = (file: string, content: object) =>
    writeFileSync(join(directory, file), JSON.stringify(content));
  const configured = resources.flatMap(({ name, change: { after } }): [string, object][] =>
    after === null ? [] : [[name, { input: JSON.stringify(after) }]],
  );
  write('main.tf.json', { resource: { terraform_data: Object.fromEntries(configured) } });
  write('terraform.tfstate', {
    version: 4,
    terraform_version: '1.11.0',
    serial: 1,
    lineage: 'bench',
    outputs: {},
    resources: resources.filter(({ change }) => change.before !== null).map(inState),
  });
  const terraform = (...args: readonly string[]) =>
    execFileSync(binary, args, { cwd: directory, maxBuffer: MOST_BYTES, stdio: 'pipe' });
  terraform('init', '-input=false');
  terraform('plan', '-input=false', '-refresh=false', '-out=plan');
  return { directory, jsonBytes: terraform('show', '-json', 'plan').length };
}

/** https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go */
function inState({ name, change: { before } }: ResourceChange): object {
  const text = { value: JSON.stringify(before), type: 'string' };
  return {
    mode: 'managed',
    type: 'terraform_data',
    name,
    provider: 'provider["terraform.io/builtin/terraform"]',
    instances: [
      { schema_version: 0, attributes: { id: name, input: text, output: text, triggers_replace: null } },
    ],
  };
}

/** Seconds that Terraform takes to tell in words what the plan would do, so many times one after the other. */
export function secondsToShow(binary: string, { directory }: TerraformPlan, times: number): number {
  const started = performance.now();
  for (let time = 0; time < times; time++) {
    const shown = execFileSync(binary, ['show', '-no-color', 'plan'], {
      cwd: directory,
      maxBuffer: MOST_BYTES,
      stdio: 'pipe',
      encoding: 'utf8',
    });
    if (!shown.includes('Plan: ')) throw new Error('terraform show tells no plan');
  }
  return (performance.now() - started) / 1000;
}
