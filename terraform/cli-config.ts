import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { local, root } from './paths';
import { platformName } from './platform';

export interface CliConfigOptions {
  /** @default - `process.env` */
  readonly environment?: NodeJS.ProcessEnv;
  /** Folder the file is written into. @default - `.local` */
  readonly directory?: string;
  /** Folders that may hold providers. @default - `TF_PLUGIN_MIRROR`, then Terraform's own places, then each folder in `/opt` */
  readonly mirrors?: readonly string[];
  /** @default - the version that the generated provider classes were made from */
  readonly providerVersion?: string;
}

/** Terraform's registry and OpenTofu's: each asks its own for `hashicorp/aws`. */
const registries = ['registry.terraform.io', 'registry.opentofu.org'] as const;

/**
 * Path of a Terraform CLI configuration that says where the AWS provider comes from: from a mirror on this machine that
 * holds the needed version, otherwise from the registry through a cache that all stacks share. A configuration of the
 * user's own that answers this question is used as it is.
 */
export function terraformCliConfig(options: CliConfigOptions = {}): string {
  const { environment = process.env, directory = local, providerVersion = awsProviderVersion() } = options;
  const own = ownConfig(environment);
  if (own !== undefined) return own;

  const named = environment.TF_PLUGIN_MIRROR;
  if (named && mirrored(named, providerVersion).length === 0) {
    throw new Error(
      `TF_PLUGIN_MIRROR: expected a folder that holds version ${providerVersion} of the AWS provider, got "${named}"`,
    );
  }
  mkdirSync(directory, { recursive: true });
  const mirror = (options.mirrors ?? mirrorCandidates(environment)).find(
    (candidate) => mirrored(candidate, providerVersion).length > 0,
  );
  return write(
    join(directory, 'terraform.tfrc'),
    mirror === undefined
      ? cache(join(directory, 'plugins'))
      : installFrom(mirror, mirrored(mirror, providerVersion)),
  );
}

/** The user's file, where it exists and says where providers come from. */
function ownConfig(environment: NodeJS.ProcessEnv): string | undefined {
  const windows = environment.APPDATA === undefined ? [] : [join(environment.APPDATA, 'terraform.rc')];
  const file =
    environment.TF_CLI_CONFIG_FILE ?? [join(homedir(), '.terraformrc'), ...windows].find(existsSync);
  if (file === undefined || !existsSync(file)) return undefined;
  return /^\s*(provider_installation|plugin_cache_dir)\b/m.test(readFileSync(file, 'utf8'))
    ? file
    : undefined;
}

function mirrorCandidates({ TF_PLUGIN_MIRROR }: NodeJS.ProcessEnv): string[] {
  const opt = existsSync('/opt') ? readdirSync('/opt').map((name) => join('/opt', name)) : [];
  return [
    ...(TF_PLUGIN_MIRROR ? [TF_PLUGIN_MIRROR] : []),
    join(homedir(), '.terraform.d', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
    ...opt,
  ];
}

/** Sources in the mirror that hold the provider for this platform, unpacked or packed. */
function mirrored(mirror: string, version: string): string[] {
  const platform = platformName();
  return registries
    .map((registry) => `${registry}/hashicorp/aws`)
    .filter(
      (source) =>
        existsSync(join(mirror, source, version, platform)) ||
        existsSync(join(mirror, source, `terraform-provider-aws_${version}_${platform}.zip`)),
    );
}

const installFrom = (mirror: string, sources: readonly string[]) => `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${JSON.stringify(sources)}
  }
  direct {
    exclude = ${JSON.stringify(sources)}
  }
}
`;

/** The second line makes Terraform take the cached provider although a fresh folder has no lock file yet. */
function cache(directory: string): string {
  mkdirSync(directory, { recursive: true });
  return `plugin_cache_dir = ${JSON.stringify(directory)}
plugin_cache_may_break_dependency_lock_file = true
`;
}

/** Written only when it changes, and in one step: another command may be reading it. */
function write(file: string, content: string): string {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return file;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
  return file;
}

/** The version that `@cdktf/provider-aws` pins in every synthesized stack. */
export function awsProviderVersion(): string {
  const file = join(root, 'node_modules', '@cdktf', 'provider-aws', 'package.json');
  const { cdktf } = JSON.parse(readFileSync(file, 'utf8')) as { cdktf: { provider: { version: string } } };
  return cdktf.provider.version;
}
