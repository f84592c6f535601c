import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandNames, commands } from '../../cli/commands';
import { completions } from '../../cli/completion';
import { refusal } from '../../cli/refusals';
import { documents } from '../../config';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
const meridianIn = (shell: NodeJS.ProcessEnv, ...args: string[]) =>
  spawnSync(process.execPath, ['cli/bin/meridian.js', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, CDKTF_OUTDIR: join(folder, 'out'), ...shell },
  });
const meridian = (...args: string[]) => meridianIn({}, ...args);

test('--help lists every command', () => {
  const { status, stdout } = meridian('--help');
  expect(status).toBe(0);
  for (const name of commandNames) expect(stdout).toContain(`meridian ${name}`);
});

test.each(['synth', 'apply', 'bootstrap'])('%s --help explains and changes nothing', (name) => {
  const { status, stdout, stderr } = meridian(name, '--help');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(new RegExp(`^Usage: npx meridian ${name}`));
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test.each([
  [[], 'Which command? (--help explains)\n'],
  [['cdktf'], 'Which command of cdktf? (--help explains)\n'],
  [
    ['apply', 'demo-global', '--account', '12'],
    '--account: expected an account id of 12 digits, got "12" (--help explains)\n',
  ],
  [['apply', 'demo', '--all', '--plan', 'a.tfplan'], '--plan is of one stack: expected no --all beside it\n'],
  [['apply', 'demo-global', '--yes.no'], 'There is no flag "--yes.no": --help lists what there is\n'],
  [['--version'], 'There is no flag "--version": --help lists what there is\n'],
])('%j does nothing, and does not succeed', (words, sentence) => {
  const { status, stdout, stderr } = meridian(...words);
  expect([status, stdout, stderr]).toEqual([1, '', sentence]);
});

test('a misspelt stack is told in one sentence, and nothing is synthesized', () => {
  const { status, stderr } = meridian('plan', 'demo-globl', '--local');
  expect(stderr).toBe('There is no stack "demo-globl": did you mean "demo-global"?\n');
  expect(status).toBe(1);
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test('all of a deployment that there is not is told likewise', () => {
  const { status, stderr } = meridian('apply', 'demoo', '--all', '--local', '--yes');
  expect(stderr).toBe('expected a deployment (demo, production), got "demoo" — did you mean "demo"?\n');
  expect(status).toBe(1);
});

test('a deployment is no stack, and apply says what --all is for', () => {
  const { status, stderr } = meridian('apply', 'demo', '--local', '--yes');
  expect(stderr).toBe(
    'expected a stack, got the deployment "demo": --all applies its stacks, "npx meridian stacks demo" lists them\n',
  );
  expect(status).toBe(1);
  expect(meridian('apply', '--help').stdout).toContain('its id, or a deployment with --all');
});

test('a shell that would lead Terraform elsewhere is refused before anything else', () => {
  const { status, stdout, stderr } = meridianIn({ TF_WORKSPACE: 'other' }, 'plan', 'demo-globl', '--local');
  expect([status, stdout, stderr]).toEqual([1, '', expect.stringMatching(/^TF_WORKSPACE is set, and .*\n$/)]);
});

test.each([
  [
    ['plan', 'demo-globl', '--local'],
    /^Terraform runs without your TF_LOG: .*\nThere is no stack "demo-globl"/,
  ],
  [['local', 'start', 'demo-global'], /^Terraform runs without your TF_LOG: .*\nstart takes no demo-global/],
  [['output', 'demo-globl', '--local'], /^There is no stack "demo-globl"/],
])('%j says what Terraform runs without, where it runs', (words, said) => {
  expect(meridianIn({ TF_LOG: 'debug' }, ...words).stderr).toMatch(said);
});

test('no flag is taken back by another: --no-local is none', () => {
  const { status, stderr } = meridian('plan', 'demo-global', '--local', '--no-local');
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^There is no flag "--no-local"/)]);
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test.each([
  ['Unknown argument: pln', ['pln', 'x'], 'There is no command "pln": did you mean "plan"?'],
  ['Unknown argument: locl', ['plan', 'x', '--locl'], 'There is no flag "--locl": did you mean "--local"?'],
  ['Unknown arguments: skip-snth, skipSnth', ['plan', '--skip-snth'], 'did you mean "--skip-synth"?'],
  ['Unknown argument: y', ['plan', 'x', 'y'], 'plan takes no further "y": --help lists what it takes'],
  ['Unknown argument: zzz', ['zzz'], 'There is no command "zzz": --help lists what there is'],
  ['Which command?', [], 'Which command? (--help explains)'],
  [
    'Invalid values:\n  Argument: action, Given: "sgn", Choices: "publish", "sign"',
    ['edge-token', 'sgn'],
    'expected an action (publish, sign), got "sgn" — did you mean "sign"?',
  ],
])('%j is refused in one sentence', (message, args, sentence) => {
  expect(refusal(message, args)).toContain(sentence);
});

test('commands, flags and names of stacks are completed', async () => {
  expect(await completions(['pl'])).toContain('plan');
  expect(await completions(['apply', '--'])).toEqual([
    '--local',
    '--yes',
    '--account',
    '--destroys',
    '--all',
    '--plan',
    '--skip-synth',
  ]);
  expect(await completions(['apply', 'demo'])).toContain('demo-region-asia');
  expect(await completions(['bootstrap', '--local', ''])).toEqual(
    documents.map(({ deployment }) => deployment),
  );
  expect(await completions(['edge-token', ''])).toEqual(['publish', 'sign']);
  expect(await completions(['edge-token', 'sign', ''])).toContain('demo');
  expect(await completions(['drill', 'region-loss', ''])).toContain('drain');
  expect(await completions(['nothing', ''])).toEqual([]);
});

test.each(['/bin/bash', '/bin/zsh'])('%s gets a script that asks for completions', (SHELL) => {
  const { stdout } = spawnSync(process.execPath, ['cli/bin/meridian.js', 'completion'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, SHELL },
  });
  expect(stdout).toContain('meridian --get-yargs-completions');
});

test('a script of npm is the command of the same name', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = Object.entries<string>(scripts).filter(([, script]) => script.includes('meridian.js'));
  expect(named.length).toBeGreaterThan(10);
  for (const [name, script] of named) expect(script).toBe(`node cli/bin/meridian.js ${name}`);
  expect([...named.map(([name]) => name), 'completion'].sort()).toEqual([...commandNames].sort());
});

test('what changes an account has the flags that say which one, and that it is agreed', () => {
  const changing = commands.filter(({ name }) =>
    ['apply', 'destroy', 'bootstrap', 'edge-token', 'redrive'].includes(name),
  );
  expect(changing).toHaveLength(5);
  for (const { flags } of changing)
    expect(Object.keys(flags)).toEqual(expect.arrayContaining(['local', 'yes', 'account']));
});
