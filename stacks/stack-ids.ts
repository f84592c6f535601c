import type { Document } from '../config/document';

/** Stack id = state key = folder in `cdktf.out/stacks` = CI job = tag: the one place that makes the string. */
export function stackId(
  { deployment }: Pick<Document, 'deployment'>,
  { kind }: { readonly kind: string },
  name?: string,
): string {
  return [deployment, kind, name].filter((part) => part !== undefined).join('-');
}

/** Names that begin with the deployment's; `*` stands for anything. */
export const ownNames = (
  { deployment }: Pick<Document, 'deployment'>,
  ...names: readonly string[]
): string[] => names.map((name) => `${deployment}-${name}`);

/** Object key of a stack's state in the state bucket. */
export const stateKey = (id: string) => `${id}.tfstate`;
