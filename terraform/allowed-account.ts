import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesized } from './paths';
import type { StackJson } from './synthesized';

/**
 * Lets Terraform work on this account and no other, in the synthesized stack: the provider asks AWS with the credentials that it
 * found itself, which need not be those that were asked about before. Without an account, on any.
 */
export function allowOnly(
  stackId: string,
  accountId: string | undefined,
  outputDirectory = synthesized,
): void {
  const file = join(outputDirectory, 'stacks', stackId, 'cdk.tf.json');
  const json = JSON.parse(readFileSync(file, 'utf8')) as StackJson;
  const aws = json.provider?.aws?.map((provider) => ({
    ...provider,
    allowed_account_ids: accountId === undefined ? undefined : [accountId],
  }));
  writeFileSync(file, JSON.stringify({ ...json, provider: { ...json.provider, aws } }, undefined, 2));
}
