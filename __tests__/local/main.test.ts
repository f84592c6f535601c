import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { LOCAL_COMMANDS } from '../../local/local-commands';

const local = (...args: string[]) =>
  spawnSync(process.execPath, [join(__dirname, '../../cli/bin/meridian.js'), 'local', ...args], {
    encoding: 'utf8',
  });

describe('meridian local', () => {
  it('explains itself', () => {
    const { status, stdout } = local('--help');
    expect(status).toBe(0);
    expect(Object.keys(LOCAL_COMMANDS).length).toBeGreaterThan(5);
    for (const command of Object.keys(LOCAL_COMMANDS)) expect(stdout).toContain(`  ${command} `);
  });

  it.each([
    [
      ['statsu'],
      'expected an action (start, up, deploy, destroy, status, env, down, reset), got "statsu" — did you mean "status"?\n',
    ],
    [['destroy', 'demo-global'], 'destroy takes no demo-global: --help lists the commands\n'],
    [['up', '--parallel', 'two'], '--parallel: expected a whole number from 1, got two\n'],
  ])('says in one sentence what is wrong with %j', (args, sentence) => {
    const { status, stderr } = local(...args);
    expect(status).toBe(1);
    expect(stderr).toBe(sentence);
  });

  it('takes back what env has set in a shell', () => {
    const { status, stdout } = local('env', '--undo');
    expect(status).toBe(0);
    for (const name of ['http_proxy', 'HTTP_PROXY', 'AWS_ENDPOINT_URL', 'TF_CLI_CONFIG_FILE']) {
      expect(stdout).toContain(`unset ${name}\n`);
    }
  });
});
