import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { awsProviderVersion, terraformCliConfig } from '../../terraform/cli-config';
import { platformName } from '../../terraform/platform';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'meridian-test-'));
});

const configure = (options: Parameters<typeof terraformCliConfig>[0] = {}) => {
  const file = terraformCliConfig({
    environment: {},
    directory,
    mirrors: [],
    providerVersion: '5.100.0',
    ...options,
  });
  return { file, text: readFileSync(file, 'utf8') };
};

function mirrorWith(path: string, isFile = false): string {
  const mirror = join(directory, 'mirror');
  mkdirSync(isFile ? dirname(join(mirror, path)) : join(mirror, path), { recursive: true });
  if (isFile) writeFileSync(join(mirror, path), '');
  return mirror;
}

test.each([
  ['unpacked', `registry.terraform.io/hashicorp/aws/5.100.0/${platformName()}`, false],
  [
    'packed',
    `registry.terraform.io/hashicorp/aws/terraform-provider-aws_5.100.0_${platformName()}.zip`,
    true,
  ],
])('a mirror that holds the provider %s is used for it, and the registry for the rest', (_, path, isFile) => {
  const mirror = mirrorWith(path, isFile);
  const { text } = configure({ mirrors: ['/does/not/exist', mirror] });
  expect(text).toContain(`path    = "${mirror}"`);
  expect(text).toContain('include = ["registry.terraform.io/hashicorp/aws"]');
  expect(text).toContain('exclude = ["registry.terraform.io/hashicorp/aws"]');
});

test.each([
  ['another version', `registry.terraform.io/hashicorp/aws/6.0.0/${platformName()}`],
  ['another platform', 'registry.terraform.io/hashicorp/aws/5.100.0/plan9_mips'],
  ['another provider', `registry.terraform.io/hashicorp/google/5.100.0/${platformName()}`],
])('a mirror with %s is no help: the registry is, through a cache that stacks share', (_, path) => {
  const { text } = configure({ mirrors: [mirrorWith(path)] });
  expect(text).toBe(
    `plugin_cache_dir = "${join(directory, 'plugins')}"\nplugin_cache_may_break_dependency_lock_file = true\n`,
  );
});

test('the mirror named in TF_PLUGIN_MIRROR comes first', () => {
  const mirror = mirrorWith(`registry.terraform.io/hashicorp/aws/5.100.0/${platformName()}`);
  const { text } = configure({ mirrors: undefined, environment: { TF_PLUGIN_MIRROR: mirror } });
  expect(text).toContain(`path    = "${mirror}"`);
});

test('a mirror that is named and has no such provider is refused, not passed over', () => {
  const environment = { TF_PLUGIN_MIRROR: '/nowhere' };
  expect(() => configure({ mirrors: undefined, environment })).toThrow(
    'TF_PLUGIN_MIRROR: expected a folder that holds version 5.100.0 of the AWS provider, got "/nowhere"',
  );
});

test("the user's own configuration is used where it says where providers come from", () => {
  const own = join(directory, 'own.tfrc');
  writeFileSync(own, 'provider_installation {\n  direct {}\n}\n');
  expect(configure({ environment: { TF_CLI_CONFIG_FILE: own } }).file).toBe(own);
});

test.each([
  ['does not exist', undefined],
  ['answers something else', 'credentials "app.terraform.io" {}\n'],
])("the user's own configuration is left alone when it %s", (_, content) => {
  const own = join(directory, 'own.tfrc');
  if (content !== undefined) writeFileSync(own, content);
  expect(configure({ environment: { TF_CLI_CONFIG_FILE: own } }).file).toBe(
    join(directory, 'terraform.tfrc'),
  );
});

test('the version is the one that the synthesized stacks pin', () => {
  expect(awsProviderVersion()).toMatch(/^\d+\.\d+\.\d+$/);
});
