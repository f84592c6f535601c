import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SynthesizedStack } from '../../terraform/synthesized';

/** What the real Terraform can plan and apply without a provider: one `terraform_data`, and what it makes of its upstream. */
export interface SmallStack {
  readonly id: string;
  /** What it keeps; an expression may read `data.terraform_remote_state.<id>.outputs.<name>`. */
  readonly input: unknown;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Ids of the stacks that it reads. */
  readonly reads?: readonly string[];
  /** Further `terraform_data` by name; under "kept", what the one has besides. */
  readonly resources?: Readonly<Record<string, object>>;
}

/** Stacks whose states lie in the bucket "states" of the environment's S3. */
export function smallStacks(stacks: readonly SmallStack[]): SynthesizedStack[] {
  const root = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  return stacks.map(({ id, input, outputs = {}, reads = [], resources = {} }) => {
    const directory = join(root, id);
    const at = (key: string) => ({ bucket: 'states', key: `${key}.tfstate`, region: 'eu-west-1' });
    const reach = {
      use_path_style: true,
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      skip_metadata_api_check: true,
      skip_region_validation: true,
      skip_s3_checksum: true,
    };
    const remote = reads.map((read) => [read, { backend: 's3', config: { ...at(read), ...reach } }]);
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      join(directory, 'cdk.tf.json'),
      JSON.stringify({
        terraform: { backend: { s3: { ...at(id), ...reach } } },
        ...(remote.length > 0 ? { data: { terraform_remote_state: Object.fromEntries(remote) } } : {}),
        resource: {
          terraform_data: {
            ...resources,
            kept: { input, ...resources.kept },
          },
        },
        ...(Object.keys(outputs).length > 0
          ? { output: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }])) }
          : {}),
      }),
    );
    const [deployment = '', kind = ''] = id.split('-');
    return {
      id,
      directory,
      deployment,
      kind,
      deletionProtection: false,
      awsRegion: 'eu-west-1',
      awsRegions: ['eu-west-1'],
      upstreams: reads,
      backend: at(id),
      resourceCount: 1,
    };
  });
}
