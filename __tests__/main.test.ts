import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

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
