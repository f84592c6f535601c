import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

test('files that hold no document are a line each, with the place', () => {
  const root = join(__dirname, '..');
  const directory = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  for (const name of ['main.ts', 'config'])
    cpSync(join(root, name), join(directory, name), { recursive: true });
  for (const name of readdirSync(root)) {
    if (!['main.ts', 'config', 'cdktf.out'].includes(name))
      symlinkSync(join(root, name), join(directory, name));
  }
  const files = {
    acme: "export const acme = {\n  deployment: 'acme'\n  tags: {},\n};\n",
    both: 'export const one = {};\nexport const two = {};\n',
    none: '// to be written\n',
    wrong: 'export const wrong = { tags: nowhere };\n',
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(directory, 'config/deployments', `${name}.ts`), text);
  }
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts', '--list'], {
    cwd: directory,
    encoding: 'utf8',
  });
  rmSync(directory, { recursive: true });

  expect(stderr.trimEnd().split('\n')).toEqual([
    'config/deployments/acme.ts:3:3: Expected "}" but found "tags"',
    'config/deployments/both.ts: expected one exported document, got 2',
    'config/deployments/none.ts: expected one exported document, got 0',
    'config/deployments/wrong.ts: nowhere is not defined',
  ]);
  expect(status).toBe(1);
});
