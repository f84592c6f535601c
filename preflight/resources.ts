import { awsRegionOf, type Blocks, type SynthesizedStack, stackJson } from '../terraform/synthesized';

/** A resource as Terraform will be asked for it. */
export interface Resource {
  readonly type: string;
  /** Its name in Terraform. */
  readonly name: string;
  readonly stackId: string;
  readonly awsRegion: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** The account that the credentials belong to, as a stack asks for it. */
const CALLER_ACCOUNT = /\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}/g;

/** Every resource and data source of a stack, as they will be asked for in this account. */
export function resourcesOf(
  stack: Pick<SynthesizedStack, 'id' | 'directory' | 'awsRegion'>,
  accountId: string,
): { readonly resources: Resource[]; readonly sources: Resource[] } {
  const json = stackJson(stack, (_, value) =>
    typeof value === 'string' ? value.replace(CALLER_ACCOUNT, accountId) : value,
  );
  const listed = (blocks: Blocks = {}) =>
    Object.entries(blocks).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, block]) => ({
        type,
        name,
        stackId: stack.id,
        awsRegion: awsRegionOf(json, block) ?? stack.awsRegion,
        arguments: block,
      })),
    );
  return { resources: listed(json.resource), sources: listed(json.data) };
}

/** The text of an argument, where it is known before the apply. */
export function known(resource: Resource, argument: string): string | undefined {
  const value = resource.arguments[argument];
  return typeof value !== 'string' || value.includes('${') ? undefined : value;
}

/** Values by AWS region. */
export function byRegion<T extends Pick<Resource, 'awsRegion'>>(values: readonly T[]): Map<string, T[]> {
  const regions = new Map<string, T[]>();
  for (const value of values) {
    regions.set(value.awsRegion, [...(regions.get(value.awsRegion) ?? []), value]);
  }
  return regions;
}
