import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demo } from '../config/deployments/demo';

test('synthesis as HCL, which loses ephemeral blocks, is refused in one sentence', () => {
  // As `cdktf synth --hcl` asks for it.
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: join(__dirname, '..'),
    env: { ...process.env, SYNTH_HCL_OUTPUT: 'true' },
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(stderr).toBe(
    'cdktf synth --hcl loses the ephemeral blocks that secrets are made with: leave out --hcl\n',
  );
  expect(status).toBe(1);
}, 60_000);

describe('a document in a file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  /** Synthesizes what stands in a file, in a folder of its own. */
  function synthesized(document: object) {
    const file = join(directory, 'document.json');
    writeFileSync(file, JSON.stringify(document));
    return spawnSync(process.execPath, ['--import', 'tsx', 'main.ts', '--document', file], {
      cwd: join(__dirname, '..'),
      env: { ...process.env, CDKTF_OUTDIR: directory },
      encoding: 'utf8',
    });
  }

  test('is synthesized in place of all others', () => {
    expect(synthesized({ ...demo, deployment: 'walked' }).stderr).toBe('');

    const ids = readdirSync(join(directory, 'stacks'));
    expect(ids).toContain('walked-global');
    for (const id of ids) expect(id).toMatch(/^walked-/);
  });

  test('is refused with every problem in it', () => {
    const { status, stderr } = synthesized({ ...demo, regions: [] });

    expect(stderr).toMatch(/regions: expected 1 to 9 regions, got /);
    expect(status).toBe(1);
  });
});
