const systems: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
  freebsd: 'freebsd',
  openbsd: 'openbsd',
  sunos: 'solaris',
};
const processors: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  ia32: '386',
  arm: 'arm',
};

/** This machine in Terraform's words, such as `linux_amd64`. */
export function platformName(system: string = process.platform, processor: string = process.arch): string {
  return `${systems[system] ?? system}_${processors[processor] ?? processor}`;
}
