import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { commands } from '../../cli/commands';
import { swallowedFlag } from '../../cli/swallowed-flags';

const script = { npm_command: 'run', npm_lifecycle_script: 'node cli/bin/meridian.js apply' };
const refused = (line: string, environment: Record<string, string> = {}) =>
  swallowedFlag({ args: line.split(' '), environment }, commands);

test.each([
  ['bootstrap demo', { npm_config_local: 'true' }, 'npx meridian bootstrap demo --local'],
  ['demo-global', { npm_config_local: 'plan' }, 'npx meridian plan demo-global --local'],
  ['bootstrap', { npm_config_local: 'demo' }, 'npx meridian bootstrap demo --local'],
  ['apply demo-global', { npm_config_yes: 'true' }, 'npx meridian apply demo-global --yes'],
  ['plan demo-global', { npm_config_skip_synth: 'true' }, 'npx meridian plan demo-global --skip-synth'],
  ['start', { npm_config_deployment: 'production' }, 'npx meridian start --deployment production'],
  ['apply demo-global', { npm_config_lcoal: 'true' }, 'npx meridian apply demo-global --local'],
  ['apply demo-global', { npm_config_accont: '1' }, 'npx meridian apply demo-global --account 1'],
])('%s with %j is refused, and the right spelling is %s', (line, environment, right) => {
  expect(refused(line, { ...script, ...environment })).toContain(`nothing was done: write "${right}"`);
});

test.each([
  ['settings of npm', { npm_config_cache: '/tmp', npm_config_prefix: '/usr', npm_config_noproxy: '' }],
  ['a flag that was switched off', { npm_config_local: '' }],
  ["npx's own --yes", { npm_command: 'exec', npm_config_yes: 'true', npm_lifecycle_script: 'meridian' }],
])('%s: nothing was taken', (_, environment) => {
  expect(refused('apply demo-global', environment)).toBeUndefined();
});

test.each([
  'plan demo-global',
  'apply demo-global',
  'destroy demo-global',
  'bootstrap demo',
  'redrive demo asia',
])('a script of npm does not lead %s to AWS, because --local may be missing', (line) => {
  expect(refused(line, script)).toContain(`"npx meridian ${line} --local" for the local AWS`);
  expect(refused(`${line} --local`, script)).toBeUndefined();
  expect(refused(line)).toBeUndefined();
});

test('a script of npm does what needs no account', () => {
  for (const line of ['start', 'synth', 'validate', 'stacks', 'drill region-loss', 'apply --help']) {
    expect(refused(line, script)).toBeUndefined();
  }
});

test('the npm of this machine is caught as well', () => {
  const options = { cwd: join(__dirname, '../..'), encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'bootstrap', 'demo', '--local'], options);
  expect(stderr).toContain('write "npx meridian bootstrap demo --local"');
  expect(status).toBe(1);
});
