import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthesizedStack } from '../terraform/synthesized';

/** A resource as Terraform will be asked for it. */
export interface Resource {
  readonly type: string;
  /** Its name in Terraform. */
  readonly name: string;
  readonly stackId: string;
  readonly awsRegion: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

interface StackJson {
  readonly provider?: { readonly aws?: readonly { readonly region: string; readonly alias?: string }[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: StackJson['resource'];
}

/** Every resource of a stack, or with `data` every data source. */
export function resourcesOf(
  { id, directory, awsRegion }: Pick<SynthesizedStack, 'id' | 'directory' | 'awsRegion'>,
  section: 'resource' | 'data' = 'resource',
): Resource[] {
  const json = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as StackJson;
  const regionOf = (provider: unknown) =>
    json.provider?.aws?.find(({ alias }) => `aws.${alias}` === provider)?.region ?? awsRegion;
  return Object.entries(json[section] ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, values]) => ({
      type,
      name,
      stackId: id,
      awsRegion: regionOf(values.provider),
      arguments: values,
    })),
  );
}

/** The text of an argument, where it is known before the apply. */
export function known(resource: Resource, argument: string, accountId = ''): string | undefined {
  const value = resource.arguments[argument];
  if (typeof value !== 'string') return undefined;
  const text = value.replace(/\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}/g, accountId);
  return text.includes('${') ? undefined : text;
}

/** Values by AWS region. */
export function byRegion<T extends Pick<Resource, 'awsRegion'>>(values: readonly T[]): Map<string, T[]> {
  const regions = new Map<string, T[]>();
  for (const value of values) {
    regions.set(value.awsRegion, [...(regions.get(value.awsRegion) ?? []), value]);
  }
  return regions;
}
