import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { unzipSync } from 'fflate';
import { platformName } from './platform';

export interface DownloadOptions {
  /** Base address of the releases. @default - `TERRAFORM_RELEASES_URL`, else HashiCorp's */
  readonly releasesUrl?: string;
  /** @default - the release that the platform is tested with */
  readonly version?: string;
  /** Such as `linux_amd64`. @default - this machine */
  readonly platform?: string;
  /** Hears of the download. @default - nobody does */
  readonly onMessage?: (message: string) => void;
  /** Longest wait for the whole download. @default 600 */
  readonly timeoutSeconds?: number;
}

const testedVersion = '1.11.4';

/** Puts a Terraform release at `target`, complete and with the checksum its publisher names, or not at all. */
export async function downloadTerraform(target: string, options: DownloadOptions = {}): Promise<void> {
  const {
    releasesUrl = process.env.TERRAFORM_RELEASES_URL ?? 'https://releases.hashicorp.com',
    version = testedVersion,
    platform = platformName(),
    onMessage = () => {},
    timeoutSeconds = 600,
  } = options;
  const release = `${releasesUrl.replace(/\/$/, '')}/terraform/${version}`;
  const archive = `terraform_${version}_${platform}.zip`;
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);

  const sums = new TextDecoder().decode(await get(`${release}/terraform_${version}_SHA256SUMS`, signal));
  const expected = new RegExp(`^([0-9a-f]{64})\\s+\\*?${archive.replaceAll('.', '\\.')}$`, 'm').exec(
    sums,
  )?.[1];
  if (expected === undefined) throw new Error(`${release} has no build for ${platform}`);

  onMessage(`Downloading Terraform ${version} for ${platform} from ${release}`);
  const zip = await get(`${release}/${archive}`, signal, (megabytes, of) =>
    onMessage(`Downloading Terraform ${version}: ${megabytes} of ${of} MB`),
  );
  const actual = createHash('sha256').update(zip).digest('hex');
  if (actual !== expected) {
    throw new Error(`${release}/${archive}: expected SHA-256 ${expected}, got ${actual}`);
  }

  const executable = Object.values(
    unzipSync(zip, { filter: ({ name }) => /^terraform(\.exe)?$/.test(name) }),
  )[0];
  if (!executable) throw new Error(`${release}/${archive} holds no terraform`);
  install(executable, target);
  onMessage(`Terraform ${version} is in ${target}, its checksum verified`);
}

/** A process that dies half-way leaves a draft behind and never a broken binary. */
function install(executable: Uint8Array, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  try {
    writeFileSync(draft, executable, { mode: 0o755 });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}

async function get(
  url: string,
  signal: AbortSignal,
  onProgress: (megabytes: number, of: number) => void = () => {},
): Promise<Uint8Array> {
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    throw new Error(`${url}: ${reasonOf(error)}`);
  });
  if (!response.ok || !response.body) throw new Error(`${url} answers ${response.status}`);
  const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);
  const size = Number(response.headers.get('content-length') ?? 0);
  const chunks: Uint8Array[] = [];
  let received = 0;
  let reported = 0;
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk);
      received += chunk.length;
      if (megabytes(received) >= reported + 5) {
        reported = megabytes(received);
        onProgress(reported, megabytes(size));
      }
    }
  } catch (error) {
    throw new Error(`${url} broke off after ${received} bytes: ${reasonOf(error)}`);
  }
  return Buffer.concat(chunks);
}

/** fetch hides why it failed one level down. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as {
    name?: string;
    message?: string;
    cause?: NodeJS.ErrnoException;
  };
  if (name === 'TimeoutError') return 'no answer in time';
  return cause?.message || cause?.code || message || String(error);
}
