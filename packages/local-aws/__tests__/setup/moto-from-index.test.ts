import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMoto, MOTO_VERSION } from '../../setup/moto';
import { packageIndex } from './package-index';

/** The real pip and the machine's Python, as if it had no moto: part of the end-to-end test. */
it('pip installs the pinned version from a package index into a virtual environment', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'local-aws-setup-'));
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  const { stdout: python } = spawnSync('python3', ['-c', 'import sys; print(sys.executable, end="")'], {
    encoding: 'utf8',
  });
  writeFileSync(join(bin, 'python3'), `#!/bin/sh\nexec ${python} -S "$@"\n`);
  chmodSync(join(bin, 'python3'), 0o755);
  const index = await packageIndex(MOTO_VERSION);
  try {
    const launch = await findMoto({
      directory,
      path: bin,
      indexUrl: index.url,
      environment: { PIP_CONFIG_FILE: '/dev/null', PIP_FIND_LINKS: '', PIP_EXTRA_INDEX_URL: '' },
    });

    expect(launch.command).toBe(join(directory, 'moto-venv', 'bin', 'python'));
  } finally {
    index.close();
    rmSync(directory, { recursive: true, force: true });
  }
}, 600_000);
