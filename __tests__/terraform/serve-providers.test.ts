import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveProviders } from '../../terraform/serve-providers';

const temporaryDirectory = () => mkdtempSync(join(tmpdir(), 'meridian-test-'));

/** An initialized folder with providers that are these scripts. */
function installed(scripts: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  for (const [type, script] of Object.entries(scripts)) {
    const folder = join(directory, `providers/registry.terraform.io/hashicorp/${type}/1.0.0/linux_amd64`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'LICENSE.txt'), '');
    writeFileSync(join(folder, `terraform-provider-${type}_v1.0.0`), `#!/bin/sh\n${script}\n`, {
      mode: 0o755,
    });
  }
  return directory;
}

const serving = (type: string, directory: string) =>
  [
    `[ "$1" = -debug ] || exit 2`,
    `echo $$ > ${directory}/${type}.pid`,
    `echo "Provider started."`,
    `echo "	TF_REATTACH_PROVIDERS='{\\"hashicorp/${type}\\":{\\"Pid\\":$$}}'"`,
    'exec sleep 60',
  ].join('\n');

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('providers that serve more than one Terraform', () => {
  test('are started once each, told to Terraform together, and ended', async () => {
    const told = temporaryDirectory();
    const directory = installed({ aws: serving('aws', told), random: serving('random', told) });

    const { environment, end } = await serveProviders(directory);
    const pids = ['aws', 'random'].map((type) => Number(readFileSync(join(told, `${type}.pid`), 'utf8')));

    expect(JSON.parse(environment.TF_REATTACH_PROVIDERS ?? '')).toEqual({
      'hashicorp/aws': { Pid: pids[0] },
      'hashicorp/random': { Pid: pids[1] },
    });
    expect(pids.map(isRunning)).toEqual([true, true]);
    end();
    while (pids.some(isRunning)) await new Promise((later) => setTimeout(later, 10));
  });

  test.each([
    ['ends', 'exit 2'],
    ['says something else', 'echo hello'],
    ['does not start', 'exec /does/not/exist'],
  ])('are left to Terraform where one of them %s', async (_, script) => {
    const told = temporaryDirectory();
    const directory = installed({ aws: serving('aws', told), other: script });

    expect((await serveProviders(directory)).environment).toEqual({});
  });
});
