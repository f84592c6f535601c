import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DownloadOptions, downloadTerraform } from './download';
import { local } from './paths';

export interface BinaryOptions extends DownloadOptions {
  /** @default - `process.env` */
  readonly environment?: NodeJS.ProcessEnv;
  /** Where a downloaded Terraform lies. @default - `.local/bin` */
  readonly directory?: string;
}

/** The first versions with the S3 lock file and write-only arguments. */
const oldest = { major: 1, minor: 11 };

/**
 * A Terraform (or OpenTofu) that can apply the stacks: the one `TERRAFORM_BINARY_NAME` names, else `terraform` or
 * `tofu` on the PATH, else a Terraform release that is downloaded once into `.local/bin`.
 */
export async function terraformBinary(options: BinaryOptions = {}): Promise<string> {
  const { environment = process.env, directory = join(local, 'bin') } = options;
  const chosen = environment.TERRAFORM_BINARY_NAME;
  if (chosen) {
    const verdict = inspect(chosen, environment);
    if (verdict !== 'usable') throw new Error(`TERRAFORM_BINARY_NAME is ${chosen}, which ${verdict}`);
    return chosen;
  }

  const downloaded = join(directory, process.platform === 'win32' ? 'terraform.exe' : 'terraform');
  const refused: string[] = [];
  for (const candidate of ['terraform', 'tofu', ...(existsSync(downloaded) ? [downloaded] : [])]) {
    const verdict = inspect(candidate, environment);
    if (verdict === 'usable') return candidate;
    if (verdict !== 'is not installed') refused.push(`${candidate} ${verdict}`);
  }
  try {
    await downloadTerraform(downloaded, options);
  } catch (error) {
    throw new Error(howToGet(refused, error instanceof Error ? error.message : String(error)));
  }
  const verdict = inspect(downloaded, environment);
  if (verdict !== 'usable') throw new Error(howToGet(refused, `the downloaded ${downloaded} ${verdict}`));
  return downloaded;
}

type Verdict = 'usable' | 'is not installed' | `is version ${string}` | `does not run: ${string}`;

function inspect(binary: string, environment: NodeJS.ProcessEnv): Verdict {
  const { error, stdout, stderr, status } = spawnSync(binary, ['version', '-json'], {
    env: { ...environment, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (error)
    return 'code' in error && error.code === 'ENOENT' ? 'is not installed' : `does not run: ${error.message}`;
  const version = /"terraform_version":\s*"(\d+)\.(\d+)([^"]*)"/.exec(stdout);
  if (status !== 0 || !version) return `does not run: ${stderr.trim() || `exit code ${status}`}`;
  const [, major, minor, rest] = version;
  const isNewEnough =
    Number(major) > oldest.major || (Number(major) === oldest.major && Number(minor) >= oldest.minor);
  return isNewEnough
    ? 'usable'
    : `is version ${major}.${minor}${rest}, older than ${oldest.major}.${oldest.minor}`;
}

function howToGet(refused: readonly string[], reason: string): string {
  const needed = `${oldest.major}.${oldest.minor}`;
  const found = refused.length === 0 ? 'none is on the PATH' : refused.join('; ');
  return [
    `Terraform ${needed} or newer is missing (${found}), and it could not be downloaded: ${reason}.`,
    'Any one of these helps:',
    `  - put Terraform >= ${needed} on the PATH: https://developer.hashicorp.com/terraform/install`,
    `  - put OpenTofu >= ${needed} on the PATH: https://opentofu.org/docs/intro/install`,
    '  - name one that is elsewhere: TERRAFORM_BINARY_NAME=/path/to/terraform',
    '  - name a mirror of https://releases.hashicorp.com that this machine can reach: TERRAFORM_RELEASES_URL=https://…',
  ].join('\n');
}
