import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { commands } from '../../cli/commands';
import { flagWithValue } from '../../cli/flag-values';

const switches = commands.flatMap(({ name, flags }) =>
  Object.entries(flags)
    .filter(([, { type }]) => type === 'boolean')
    .map(([flag]) => [name, flag] as const),
);

test.each(switches)('%s takes no other value of --%s than true and false', (name, flag) => {
  for (const value of ['yes', 'no', '1', 'True', '']) {
    const sentence = `--${flag}: expected no value, true or false, got "${value}"`;
    expect(flagWithValue([name, `--${flag}=${value}`], commands)).toBe(sentence);
  }
  for (const typed of [`--${flag}`, `--${flag}=true`, `--${flag}=false`]) {
    expect(flagWithValue([name, typed], commands)).toBeUndefined();
  }
});

test.each(['apply', 'destroy', 'bootstrap', 'output', 'plan'])('%s has such a flag', (name) => {
  expect(switches).toContainEqual([name, 'local']);
});

test('a flag in camel case, in front of the command, or of help, is no way around', () => {
  expect(flagWithValue(['apply', 'x', '--skipSynth=yes'], commands)).toMatch(/^--skip-synth: expected/);
  expect(flagWithValue(['--local=yes', 'apply', 'x'], commands)).toMatch(/^--local: expected/);
  expect(flagWithValue(['apply', 'x', '--help=maybe'], commands)).toMatch(/^--help: expected/);
});

test.each(switches)('%s takes --%s once, and its value in the same word', (name, flag) => {
  for (const again of [`--${flag}`, `--${flag}=false`, `--${flag}=true`]) {
    expect(flagWithValue([name, `--${flag}`, 'x', again], commands)).toBe(`--${flag} is given twice`);
  }
  for (const value of ['true', 'false']) {
    expect(flagWithValue([name, `--${flag}`, value], commands)).toBe(
      `--${flag} ${value}: expected --${flag}, or --${flag}=${value} in one word`,
    );
  }
});

test('a flag given once in each of two ways of writing is given twice', () => {
  expect(flagWithValue(['apply', 'x', '--skip-synth', '--skipSynth=false'], commands)).toBe(
    '--skip-synth is given twice',
  );
});

test('other flags keep their values, and words behind "--" are no flags', () => {
  expect(flagWithValue(['apply', 'x', '--account=yes', '--destroys=a=b'], commands)).toBeUndefined();
  expect(flagWithValue(['validate', '--', '--local=yes'], commands)).toBeUndefined();
});

test('what is cdktf’s goes there', () => {
  expect(flagWithValue(['cdktf', 'deploy', 'x', '--skip-synth=yes'], commands)).toBeUndefined();
});

test.each([
  [['--local=yes'], '--local: expected no value, true or false, got "yes"'],
  [['--local', '--local=false'], '--local is given twice'],
  [['--local', 'false'], '--local false: expected --local, or --local=false in one word'],
])('output with %j is refused in one sentence, and nobody is asked', (given, sentence) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['cli/bin/meridian.js', 'output', 'demo-global', ...given],
    { cwd: join(__dirname, '../..'), encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  expect([status, stdout, stderr]).toEqual([1, '', `${sentence}\n`]);
});
