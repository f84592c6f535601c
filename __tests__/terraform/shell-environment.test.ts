import { shellEnvironment } from '../../terraform/shell-environment';

const shell = { PATH: '/bin', AWS_PROFILE: 'team', TF_PLUGIN_CACHE_DIR: '/cache' };

test('Terraform gets the shell as it is', () => {
  expect(shellEnvironment(shell)).toEqual({ environment: shell, leftOut: [] });
});

test.each([
  ['TF_WORKSPACE', 'other', 'make everything again'],
  ['TF_CLI_ARGS', '-lock=false', 'something else than what is shown'],
  ['TF_CLI_ARGS_plan', '-destroy', 'something else than what is shown'],
])('%s=%s is refused', (name, value, why) => {
  expect(() => shellEnvironment({ ...shell, [name]: value })).toThrow(
    new RegExp(`^${name} is set, and .*${why}.*: unset ${name}$`),
  );
});

test('the default workspace, and variables without a value, are nothing else than none', () => {
  expect(() => shellEnvironment({ TF_WORKSPACE: 'default', TF_CLI_ARGS: '' })).not.toThrow();
  expect(() => shellEnvironment({ TF_WORKSPACE: '' })).not.toThrow();
});

test.each(['TF_LOG', 'TF_LOG_PROVIDER', 'TF_LOG_PATH', 'TF_DATA_DIR'])(
  'Terraform runs without %s, and it is said',
  (name) => {
    expect(shellEnvironment({ ...shell, [name]: 'debug' })).toEqual({
      environment: shell,
      leftOut: [expect.stringMatching(`^Terraform runs without your ${name}: `)],
    });
  },
);
