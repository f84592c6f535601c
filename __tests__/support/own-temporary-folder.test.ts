import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const SETUP = join(__dirname, 'own-temporary-folder.js');

describe('a run of the tests', () => {
  it('has a temporary folder of its own', () => {
    expect(basename(tmpdir())).toMatch(/^meridian-jest-/);
  });

  it('leaves nothing of it behind', () => {
    const run = `require(${JSON.stringify(SETUP)})();
      const left = require('node:fs').mkdtempSync(require('node:os').tmpdir() + '/left-');
      require('node:fs').writeFileSync(left + '/file', '');
      process.stdout.write(left);`;
    const { stdout: left, status } = spawnSync(process.execPath, ['-e', run], { encoding: 'utf8' });

    expect(status).toBe(0);
    expect(dirname(dirname(left))).toBe(tmpdir());
    expect(existsSync(dirname(left))).toBe(false);
  });
});
