import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Changes } from './json-output';
import type { SynthesizedStack } from './synthesized';
import type { Workspace } from './workspace';

/** Types of what holds data, or a name or an address that others know: once destroyed, no plan brings it back. */
export const KEPT_TYPES: ReadonlySet<string> = new Set([
  'aws_cloudfront_distribution',
  'aws_cloudfront_key_value_store',
  'aws_dynamodb_table',
  'aws_ecr_repository',
  'aws_globalaccelerator_accelerator',
  'aws_kms_key',
  'aws_kms_replica_key',
  'aws_lb',
  'aws_rds_cluster',
  'aws_rds_cluster_instance',
  'aws_rds_global_cluster',
  'aws_route53_hosted_zone_dnssec',
  'aws_route53_key_signing_key',
  'aws_route53_zone',
  'aws_s3_bucket',
  'aws_secretsmanager_secret',
  'aws_subnet',
  'aws_vpc',
]);

export interface DestructionOptions {
  /** Addresses that somebody has agreed to lose. @default - none */
  readonly destroys?: readonly string[];
  /** How the stack is applied here; the advice quotes it. */
  readonly applyCommand: (stackId: string) => string;
}

type Guarded = Pick<SynthesizedStack, 'id' | 'deletionProtection'>;

/**
 * Throws where the plan of a protected stack would destroy or replace what is kept, whatever the edit was: unlike
 * Terraform's own guard, it does not go with the block that it stands in.
 */
export async function refuseDestruction(
  workspace: Pick<Workspace, 'plannedResources'>,
  planned: Pick<Changes, 'remove'>,
  stack: Guarded,
  options: DestructionOptions,
): Promise<void> {
  if (!stack.deletionProtection || planned.remove === 0) return;
  const { destroys = [] } = options;
  const lost = (await workspace.plannedResources())
    .filter(({ type, change }) => KEPT_TYPES.has(type) && change.actions.includes('delete'))
    .map(({ address }) => address)
    .filter((address) => !destroys.includes(address));
  if (lost.length > 0) throw new Error(wouldDestroy(stack.id, lost, options));
}

/** One sentence per resource, and the way to agree to it. */
export function wouldDestroy(
  stackId: string,
  addresses: readonly string[],
  { applyCommand }: Pick<DestructionOptions, 'applyCommand'>,
): string {
  const all = addresses.map((address) => ` --destroys ${address}`).join('');
  return [
    ...addresses.map(
      (address) =>
        `"${stackId}" would destroy ${address}, which holds data or a name, while its deletionProtection is on.`,
    ),
    `Nothing was changed. If it is to be lost: ${applyCommand(stackId)}${all}`,
  ].join('\n');
}

/** Takes Terraform's own guard from what somebody has agreed to lose, in the synthesized stack: the next synthesis sets it again. */
export function liftGuards({ directory }: Pick<SynthesizedStack, 'directory'>, addresses: readonly string[]) {
  if (addresses.length === 0) return;
  const file = join(directory, 'cdk.tf.json');
  const json = JSON.parse(readFileSync(file, 'utf8')) as {
    resource?: Record<string, Record<string, { lifecycle?: { prevent_destroy?: boolean } }>>;
  };
  for (const address of addresses) {
    const [type = '', name = ''] = address.split('.');
    const lifecycle = json.resource?.[type]?.[name]?.lifecycle;
    if (lifecycle) lifecycle.prevent_destroy = false;
  }
  writeFileSync(file, JSON.stringify(json, undefined, 2));
}
