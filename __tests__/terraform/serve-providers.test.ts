import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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

const soon = () => new Promise((later) => setTimeout(later, 10));

/** A test that waits for ever fails by its time. */
async function ended(told: string, type: string): Promise<void> {
  const pid = Number(readFileSync(join(told, `${type}.pid`), 'utf8'));
  expect(pid).toBeGreaterThan(1);
  while (isRunning(pid)) await soon();
}

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
    while (pids.some(isRunning)) await soon();
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

  test('are ended where one of them does not serve', async () => {
    const told = temporaryDirectory();
    const late = `until [ -s ${told}/aws.pid ]; do sleep 0.01; done; exit 2`;

    await serveProviders(installed({ aws: serving('aws', told), other: late }));
    await ended(told, 'aws');
  });

  test('are given up where one of them says nothing, and somebody interrupts', async () => {
    const told = temporaryDirectory();
    const directory = installed({
      aws: serving('aws', told),
      silent: `echo $$ > ${told}/silent.pid\nexec sleep 60`,
    });
    const controller = new AbortController();
    const served = serveProviders(directory, controller.signal);
    for (const type of ['aws', 'silent']) {
      while (!existsSync(join(told, `${type}.pid`))) await soon();
    }
    controller.abort();

    await expect(served).rejects.toThrow('aborted');
    await ended(told, 'aws');
    await ended(told, 'silent');
  });

  test('are killed where they do not end when they are asked to', async () => {
    const told = temporaryDirectory();
    const stubborn = serving('aws', told).replace('exec sleep 60', 'while :; do sleep 0.1; done');
    const { end } = await serveProviders(installed({ aws: `trap '' TERM\n${stubborn}` }));
    end();

    await ended(told, 'aws');
  });

  test('neither keep the process that started them, nor outlive it', async () => {
    const told = temporaryDirectory();
    const program = join(told, 'program.ts');
    const module = join(__dirname, '../../terraform/serve-providers.ts');
    writeFileSync(
      program,
      `import { serveProviders } from '${module}';
void serveProviders('${installed({ aws: serving('aws', told) })}').then(() => console.log('served'));`,
    );
    const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', program], {
      encoding: 'utf8',
      timeout: 30_000,
    });

    expect([stdout, status]).toEqual(['served\n', 0]);
    await ended(told, 'aws');
  });
});
