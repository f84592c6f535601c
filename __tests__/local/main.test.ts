import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const local = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, '../../local/main.ts'), ...args], {
    encoding: 'utf8',
  });

describe('npm run local', () => {
  it('explains itself', () => {
    const { status, stdout } = local('--help');
    expect(status).toBe(0);
    for (const command of ['up', 'deploy', 'destroy', 'status', 'env', 'down', 'reset']) {
      expect(stdout).toContain(`npm run local -- ${command}`);
    }
  });

  it.each([
    [['sta'], 'there is no command sta: --help lists them\n'],
    [['destroy', 'demo-global'], 'destroy takes no demo-global: --help lists the commands\n'],
    [['up', '--parallel', 'two'], '--parallel: expected a whole number from 1, got two\n'],
  ])('says in one sentence what is wrong with %j', (args, sentence) => {
    const { status, stderr } = local(...args);
    expect(status).toBe(1);
    expect(stderr).toBe(sentence);
  });
});
